package org.cotangent.ops.internal.ml;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/** An operator of the domain {@code ai.onnx.ml}. */
public abstract class MlOperator extends OnnxOperator {
    /** An example of a list of floats. */
    public static final Attribute FLOATS = new Attribute.OfFloats(List.of());

    /** An example of a list of strings. */
    protected static final Attribute STRINGS = new Attribute.OfStrings(List.of());

    protected MlOperator(String type, int since, Signature.Builder signature) {
        super(new OperatorId("ai.onnx.ml", type, since), signature.build());
    }

    /** {@return the numbers that features may be} */
    protected static TypeVariable numbers(String name) {
        return TypeVariable.of(name, DType.FLOAT, DType.DOUBLE, DType.INT64, DType.INT32);
    }

    /** {@return float32, the type of most results} */
    protected static TypeVariable real() {
        return TypeVariable.of("float", DType.FLOAT);
    }

    /** {@return strings and int64, the types of labels} */
    protected static TypeVariable labels(String name) {
        return TypeVariable.of(name, DType.STRING, DType.INT64);
    }

    /** {@return the number of rows of a tensor of features} */
    protected static Dim rows(Shape features) {
        return switch (features.rank()) {
            case 1 -> Dim.of(1);
            case 2 -> features.dim(0);
            default -> throw new ShapeException("X must be of shape [C] or [N, C], not " + features);
        };
    }

    /** {@return the number of features in a row} */
    protected static Dim columns(Shape features) {
        if (features.rank() == 0) {
            throw new ShapeException("X must have an axis of features, not shape " + features);
        }
        return features.dim(features.rank() - 1);
    }
}
