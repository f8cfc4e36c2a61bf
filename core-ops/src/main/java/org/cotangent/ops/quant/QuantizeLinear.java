package org.cotangent.ops.quant;

import java.util.List;
import org.cotangent.ops.internal.quant.Quantized;
import org.cotangent.ops.internal.quant.QuantizedSamples;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * Codes of real numbers: {@code y = saturate(round(x / y_scale) + y_zero_point)}, ties to even; to narrow floats
 * {@code y = cast(x / y_scale + y_zero_point)}, out of range as {@code saturate} says.
 *
 * <p>Scales and zero points are one per tensor, per index of {@code axis}, or per block of {@code block_size} along it.
 * The quotient is rounded to the type {@code precision}; without it, to that of y_scale. Codes have the type of
 * y_zero_point or {@code output_dtype}, else uint8. NaN has no code among the integers. The derivative is zero;
 * {@link FakeQuantize} has a useful one. ONNX QuantizeLinear, version 25.
 */
public final class QuantizeLinear extends OnnxOperator {
    public QuantizeLinear() {
        super("QuantizeLinear", 25, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable codes = TypeVariable.of("T3", Quantized.codes());
        return Quantized.declare(Signature.builder()
                        .input("x", Quantized.floatingAnd("T1", DType.INT32))
                        .parameter("y_scale", Quantized.floatingAnd("T2", DType.INT32, DType.FLOAT8E8M0))
                        .optionalFixed("y_zero_point", codes)
                        .output("y", codes))
                .attribute("precision", 0)
                .attribute("saturate", 1)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Quantized.check(call);
        DType codes = call.has(2) ? call.dtype(2) : DType.UINT8;
        DType told = Quantized.told(call.attributes(), "output_dtype", codes);
        if (call.has(2) && told != codes) {
            throw new TypeException("output_dtype is " + told + ", but y_zero_point is of " + codes);
        }
        return List.of(call.input(0).with(told));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(QuantizeLinear::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Value x = call.input(0);
        DType precision = Quantized.told(attributes, "precision", divided(call.dtype(1), x.dtype()));
        Value scale = Quantized.spread(f, attributes, f.cast(call.input(1), precision), x);
        Value ratio = f.div(f.cast(x, precision), scale);
        DType codes = Quantized.told(attributes, "output_dtype", call.has(2) ? call.dtype(2) : DType.UINT8);
        DType wide = precision == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
        Value value = f.cast(codes.isInteger() ? f.op("Round", ratio) : ratio, wide);
        if (call.has(2)) {
            value = f.add(value, Quantized.spread(f, attributes, f.cast(call.input(2), wide), x));
        }
        if (codes.isInteger()) {
            double[] range = Quantized.range(codes);
            value = f.op("Clip", value, f.scalar(wide, range[0]), f.scalar(wide, range[1]));
        }
        Attributes cast = Attributes.of("to", codes.code()).with("saturate", attributes.integer("saturate"));
        return List.of(f.op("Cast", cast, value));
    }

    /** Integers are divided in float64, scales of eight bits in the type of x. */
    private static DType divided(DType scale, DType x) {
        if (scale.isFloating()) {
            return scale;
        }
        return scale == DType.INT32 ? DType.DOUBLE : x.isFloating() ? x : DType.FLOAT;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("codes are not continuous; FakeQuantize has a straight-through derivative");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            QuantizedSamples sample = QuantizedSamples.draw(draw);
            DType codes = draw.pick(List.copyOf(Quantized.codes()));
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(sample.x(), -3, 3),
                    draw.tensor(sample.scale(), 0.05, 0.5),
                    codes.isInteger() ? draw.tensor(codes, sample.scale(), 0, 2) : null);
        });
    }
}
