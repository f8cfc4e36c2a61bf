package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.ValueType;

/** {@code Y = 1} where {@code X > threshold}, else 0; ONNX Binarizer of ai.onnx.ml, version 1. */
public final class Binarizer extends MlOperator {
    public Binarizer() {
        super("Binarizer", 1, signature(numbers("T")));
    }

    private static Signature.Builder signature(TypeVariable t) {
        return Signature.builder().input("X", t).output("Y", t).attribute("threshold", 0f);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Pointwise((attributes, dtype, inputs) ->
                threshold(attributes.real("threshold"), dtype).less(Scalar.input(0)));
    }

    /** An integer is greater than a number if it is greater than the integer below. */
    private static Scalar threshold(double threshold, DType dtype) {
        return Scalar.constant(dtype.isInteger() ? Math.floor(threshold) : threshold);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("constant between its jumps");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.none().with("threshold", 0.5f), draw.away(draw.shape(0, 4), -2, 2, 0.05, 0.5)));
    }
}
