package org.cotangent.ops.internal.ml;

import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

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

    /** {@return float32 scores, a row of this width for each row of input 0} */
    protected static TensorType scores(Inference call, long width) {
        return new TensorType(DType.FLOAT, Shape.of(List.of(rows(call.shape(0)), Dim.of(width))));
    }

    /** {@return calls with one or several rows of features, and with attributes for so many features} */
    protected static Domain samples(int outputs, BiFunction<Draw, Integer, Attributes> attributes) {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 2);
            Attributes drawn = attributes.apply(draw, (int) shape[shape.length - 1]);
            return Domain.Sample.of(drawn, draw.tensor(shape, -2, 2)).withOutputs(outputs);
        });
    }

    /** {@return the number of features in a row} */
    protected static Dim columns(Shape features) {
        if (features.rank() == 0) {
            throw new ShapeException("X must have an axis of features, not shape " + features);
        }
        return features.dim(features.rank() - 1);
    }
}
