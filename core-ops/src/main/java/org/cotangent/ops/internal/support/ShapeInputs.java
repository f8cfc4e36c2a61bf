package org.cotangent.ops.internal.support;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Reads shape-like inputs (axes, shapes, starts) during inference. */
public final class ShapeInputs {
    private ShapeInputs() {}

    /** {@return the elements of input {@code i} if all of them are numbers, else null} */
    public static long @Nullable [] numbers(Inference call, int i) {
        List<Dim> elements = call.integers(i);
        if (elements == null || !elements.stream().allMatch(Dim::isKnown)) {
            return null;
        }
        return elements.stream().mapToLong(Dim::size).toArray();
    }

    /** {@return the number of elements of vector {@code i}, or -1 if it is not known} */
    public static int length(Inference call, int i) {
        Shape shape = call.shape(i);
        if (!shape.isRanked() || (shape.rank() == 1 && !shape.dim(0).isKnown())) {
            return -1;
        }
        if (shape.rank() > 1) {
            throw new ShapeException("input " + i + " must be a vector, not of shape " + shape);
        }
        return (int) shape.elements().size();
    }

    /** {@return a shape of this rank of which nothing else is known} */
    public static Shape fresh(Inference call, int rank) {
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            dims.add(call.fresh("d"));
        }
        return Shape.of(dims);
    }

    /** {@return axes counted from the front} Throws {@link ShapeException} if one stands twice. */
    public static int[] axes(Shape shape, long[] axes) {
        int[] result = new int[axes.length];
        long seen = 0;
        for (int i = 0; i < axes.length; i++) {
            result[i] = shape.axis(axes[i]);
            if ((seen & (1L << result[i])) != 0) {
                throw new ShapeException("axis " + axes[i] + " stands twice in the axes");
            }
            seen |= 1L << result[i];
        }
        return result;
    }
}
