package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = X / d} for each row, where d is the greatest element with {@code norm} MAX, the sum of absolute values
 * with L1 and the Euclidean norm with L2; a row whose divisor is zero stays as it is. ONNX Normalizer of ai.onnx.ml,
 * version 1.
 */
public final class Normalizer extends MlOperator {
    public Normalizer() {
        super(
                "Normalizer",
                1,
                Signature.builder().input("X", numbers("T")).output("Y", real()).attribute("norm", "MAX"));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(DType.FLOAT));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(Normalizer::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = Features.real(f, call.input(0));
        long axis = Math.min(1, x.shape().rank() - 1);
        Value divisor = switch (call.attributes().text("norm")) {
            case "MAX" -> f.reduceMax(x, true, axis);
            case "L1" -> f.reduce("ReduceL1", x, true, axis);
            case "L2" -> f.reduce("ReduceL2", x, true, axis);
            case String other -> throw new AttributeException("norm must be MAX, L1 or L2, not '" + other + "'");
        };
        Value isZero = f.equal(divisor, f.scalarLike(x, 0));
        return List.of(Features.result(f, f.div(x, f.where(isZero, f.scalarLike(x, 1), divisor))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("norm", draw.pick("MAX", "L1", "L2")), draw.away(draw.shape(1, 2), -2, 2, 0.1, 0)));
    }
}
