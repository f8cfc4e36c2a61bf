package org.cotangent.ops.internal.support;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Shape;

/** Says which shape an input must have. */
public final class ExpectedShape {
    private ExpectedShape() {}

    /** Throws {@link ShapeException} if a shape has other axes, or other known sizes. */
    public static void check(int input, Shape shape, Shape expected) {
        for (int axis = 0; axis < expected.rank(); axis++) {
            if (shape.rank() != expected.rank()
                    || (shape.dim(axis).isKnown()
                            && expected.dim(axis).isKnown()
                            && !shape.dim(axis).equals(expected.dim(axis)))) {
                throw new ShapeException("input " + input + " must be of shape " + expected + ", not " + shape);
            }
        }
    }
}
