package org.cotangent.ops.internal.matrix;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** Tensors of square matrices in their last two axes. */
public final class SquareMatrices {
    private SquareMatrices() {}

    /** {@return the shape, which must be one of square matrices} */
    public static Shape check(Shape shape) {
        int rank = shape.rank();
        boolean square = rank >= 2 && agree(shape.dim(rank - 1), shape.dim(rank - 2));
        if (!square) {
            throw new ShapeException("the last two axes of " + shape + " must be those of square matrices");
        }
        return shape;
    }

    private static boolean agree(Dim one, Dim other) {
        return !one.isKnown() || !other.isKnown() || one.equals(other);
    }

    /** {@return tensors of small matrices, some of them singular} */
    public static Domain domain() {
        return Domain.of(draw -> {
            long[] lead = draw.shape(0, 2);
            long n = draw.extent();
            long[] sizes = new long[lead.length + 2];
            System.arraycopy(lead, 0, sizes, 0, lead.length);
            sizes[lead.length] = n;
            sizes[lead.length + 1] = n;
            Tensor matrices = draw.tensor(sizes, -2, 2);
            if (n > 1 && draw.chance(0.5)) {
                makeSingular(draw, matrices, n);
            }
            return Domain.Sample.of(matrices);
        });
    }

    /** The last rows of each matrix become equal. */
    private static void makeSingular(Draw draw, Tensor matrices, long n) {
        long equal = draw.integer(2, (int) n);
        for (long i = 0; i < matrices.elements(); i++) {
            long row = i / n % n;
            if (row > n - equal) {
                matrices.setDouble(i, matrices.getDouble(i - n * (row - n + equal)));
            }
        }
    }
}
