package org.cotangent.ops.internal.signal;

import java.util.List;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Lengths and axes of discrete Fourier transforms. */
public final class FourierShape {
    private static final int DEFAULT_AXIS = -2;

    private FourierShape() {}

    /** {@return whether a half spectrum becomes a real signal} */
    public static boolean isToReal(Attributes attributes) {
        return attributes.flag("inverse") && attributes.flag("onesided");
    }

    /** {@return the axis that is transformed, counted from the front} */
    public static int axis(Shape shape, @Nullable Tensor given) {
        long axis = given == null ? DEFAULT_AXIS : given.getLong(0);
        if (shape.rank() < 2) {
            throw new ShapeException(
                    "a signal of shape " + shape + " must have an axis and then one of real and imaginary parts");
        }
        int counted = shape.axis(axis);
        if (counted == shape.rank() - 1) {
            throw new ShapeException(
                    "axis " + axis + " of a signal of shape " + shape + " is that of real and imaginary parts");
        }
        return counted;
    }

    /** {@return the length of the transform, if none is given, of an axis of this size} */
    public static Dim length(Attributes attributes, Dim size) {
        return isToReal(attributes) ? size.plus(-1).times(2) : size;
    }

    /** {@return how many frequencies or elements of a transform of this length are put out} */
    public static Dim results(Attributes attributes, Dim length) {
        return attributes.flag("onesided") && !attributes.flag("inverse") ? half(length) : length;
    }

    /** {@return the number of frequencies of a real signal of this length that are independent} */
    public static Dim half(Dim length) {
        return length.floorDiv(Dim.of(2)).plus(1);
    }

    /** {@return the number that a scalar input holds, which may be symbolic; null if it is not known} */
    public static @Nullable Dim scalar(Inference call, int i) {
        List<Dim> elements = call.integers(i);
        return elements == null || elements.size() != 1 ? null : elements.getFirst();
    }
}
