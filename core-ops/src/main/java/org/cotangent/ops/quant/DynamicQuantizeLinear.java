package org.cotangent.ops.quant;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Quantises to uint8 with the scale and zero point that just cover the elements and 0: {@code y_scale = (max(x, 0) -
 * min(x, 0)) / 255}, {@code y_zero_point = round(clip(-min(x, 0) / y_scale, 0, 255))}, and y as QuantizeLinear says.
 *
 * <p>If all elements are 0, so are the three results. y_scale is differentiable, with the conventions of ReduceMax,
 * ReduceMin, Max and Min. ONNX DynamicQuantizeLinear, version 11.
 */
public final class DynamicQuantizeLinear extends OnnxOperator {
    public DynamicQuantizeLinear() {
        super("DynamicQuantizeLinear", 11, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable real = TypeVariable.of("T1", DType.FLOAT, DType.DOUBLE);
        TypeVariable codes = TypeVariable.of("T2", DType.UINT8);
        return Signature.builder()
                .input("x", real)
                .output("y", codes)
                .output("y_scale", real)
                .output("y_zero_point", codes)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        TensorType x = call.input(0);
        return List.of(x.with(DType.UINT8), x.with(Shape.of()), TensorType.of(DType.UINT8))
                .subList(0, call.outputCount());
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(DynamicQuantizeLinear::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Value zero = f.scalarLike(x, 0);
        Value greatest = f.scalarLike(x, 255);
        Value high = f.op("Max", f.reduceMax(x, false), zero);
        Value low = f.op("Min", f.reduce("ReduceMin", x, false), zero);
        Value scale = f.div(f.sub(high, low), greatest);
        Value offset = f.op("Clip", f.neg(f.div(low, scale)), zero, greatest);
        Value zeroPoint = f.cast(f.op("Round", offset), DType.UINT8);
        return List.of(f.op("QuantizeLinear", x, scale, zeroPoint), scale, zeroPoint)
                .subList(0, call.outputCount());
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw ->
                        Domain.Sample.of(draw.distinct(draw.shape(1, 3), 0.3)).withOutputs(3))
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(Tensor.vector(1.0, 1.0)).withOutputs(3), Tensor.vector(0.5 / 255, 0.5 / 255)));
    }
}
