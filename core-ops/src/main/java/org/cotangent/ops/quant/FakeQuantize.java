package org.cotangent.ops.quant;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.quant.Quantized;
import org.cotangent.ops.internal.quant.QuantizedSamples;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * Quantises and dequantises: {@code y = DequantizeLinear(QuantizeLinear(x))}, with a straight-through derivative, for
 * training networks that will be quantised.
 *
 * <p>Inputs and attributes are those of {@link QuantizeLinear}, the output has the type of x. A file holds the two
 * operators of ONNX. Where {@code x / scale + zero_point} lies in the range of the codes, the derivative is that of a
 * rounding without effect: {@code dy = dx + (y - x) / scale dscale}. Beyond the range y stands at its end: {@code dy =
 * y / scale dscale}. So the step size can be learned too. It is not the derivative of y itself, which is a staircase.
 */
public final class FakeQuantize extends OnnxOperator {
    public FakeQuantize() {
        super(new OperatorId(OperatorId.COTANGENT, "FakeQuantize", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable real = TypeVariable.of("T1", DType.floating());
        return Quantized.declare(Signature.builder()
                        .input("x", real)
                        .parameter("scale", real)
                        .optionalFixed("zero_point", TypeVariable.of("T3", Quantized.codes()))
                        .output("y", real))
                .attribute("saturate", 1)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Quantized.check(call);
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(FakeQuantize::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value zeroPoint = call.has(2) ? call.input(2) : null;
        Value codes = f.op("QuantizeLinear", call.attributes(), call.input(0), call.input(1), zeroPoint);
        Attributes back = call.attributes().without("saturate").without("output_dtype");
        return List.of(f.op("DequantizeLinear", back, codes, call.input(1), zeroPoint));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Surrogate(
                Derivative.ofJvp(FakeQuantize::jvp), "straight-through: rounding is passed over as if it did nothing");
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        Value x = at.input(0);
        Value scale = Quantized.spread(f, at.attributes(), at.input(1), x);
        Value inside = inside(f, at, f.div(x, scale));
        List<Value> summands = new ArrayList<>();
        if (tangents.get(0) instanceof Tangent.Of(Value dx)) {
            summands.add(f.where(inside, dx, f.scalarLike(x, 0)));
        }
        if (tangents.get(1) instanceof Tangent.Of(Value ds)) {
            Value y = at.output(0);
            Value steps = f.div(f.where(inside, f.sub(y, x), y), scale);
            summands.add(f.mul(steps, Quantized.spread(f, at.attributes(), ds, x)));
        }
        return List.of(summands.stream().reduce(f::add).map(Tangent::of).orElse(Tangent.zero()));
    }

    /** {@return whether the quotients have a code within the range} */
    private static Value inside(Formulas f, Point at, Value ratio) {
        DType codes = Quantized.told(at.attributes(), "output_dtype", at.has(2) ? at.dtype(2) : DType.UINT8);
        double[] range = Quantized.range(codes);
        Value place = codes.isInteger() ? f.op("Round", ratio) : ratio;
        if (at.has(2)) {
            place = f.add(place, Quantized.spread(f, at.attributes(), f.cast(at.input(2), ratio.dtype()), at.input(0)));
        }
        return f.and(
                f.lessOrEqual(f.scalarLike(place, range[0]), place),
                f.lessOrEqual(place, f.scalarLike(place, range[1])));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            QuantizedSamples sample = QuantizedSamples.draw(draw);
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(sample.x(), -3, 3),
                    draw.tensor(sample.scale(), 0.05, 0.5),
                    draw.tensor(draw.pick(DType.INT8, DType.INT4, DType.UINT8), sample.scale(), 0, 4));
        });
    }
}
