package org.cotangent.engine.plan.pattern;

import java.util.Arrays;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** Reductions over the last axes of a tensor. */
final class LastAxes {
    private LastAxes() {}

    /** {@return the first of the axes if they are all from there on, or -1} */
    static int first(Shape shape, Tensor axes) {
        int[] sorted = Arrays.stream(axes.toLongs())
                .mapToInt(axis -> Math.toIntExact(axis < 0 ? axis + shape.rank() : axis))
                .sorted()
                .toArray();
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] != shape.rank() - sorted.length + i) {
                return -1;
            }
        }
        return sorted.length == 0 ? -1 : sorted[0];
    }

    /** {@return whether a tensor repeats for each row of the axes from {@code first} on} */
    static boolean isRow(Shape row, Shape shape, int first) {
        int lead = shape.rank() - row.rank();
        for (int axis = first; axis < shape.rank(); axis++) {
            if (axis < lead || !row.dim(axis - lead).equals(shape.dim(axis))) {
                return false;
            }
        }
        return lead >= 0 && row.dims().stream().limit(Math.max(0, first - lead)).allMatch(dim -> dim.is(1));
    }

    /** {@return a row of ones for the axes of {@code x} from {@code first} on} */
    static Value ones(Formulas f, Value x, int first) {
        Shape row = x.shape().slice(first, x.shape().rank());
        return f.constant(Tensor.full(x.dtype(), 1, row.sizes()));
    }
}
