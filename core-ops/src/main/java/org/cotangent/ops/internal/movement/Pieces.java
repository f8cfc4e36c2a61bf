package org.cotangent.ops.internal.movement;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.Tensor;

/** Tensors cut into pieces along an axis, and put together again. */
public final class Pieces {
    private Pieces() {}

    /** {@return a copy of the elements {@code start <= i < start + count} along the axis} */
    public static Tensor cut(Tensor whole, int axis, long start, long count, Parallel parallel) {
        long[] box = whole.sizes();
        long[] strides = Strides.of(box);
        box[axis] = count;
        Tensor piece = Tensor.allocate(whole.dtype(), box);
        new StridedCopy(whole.dtype(), box, strides, start * strides[axis], Strides.of(box), 0)
                .run(whole, piece, parallel);
        return piece;
    }

    /** {@return the element at a place along the axis, without that axis} */
    public static Tensor at(Tensor whole, int axis, long place, Parallel parallel) {
        return cut(whole, axis, place, 1, parallel).reshaped(without(whole.sizes(), axis));
    }

    /** {@return the sizes of pieces of these sizes put together along the axis, which they have} */
    public static long[] joined(List<Tensor> pieces, int axis) {
        long[] sizes = pieces.getFirst().sizes();
        for (Tensor piece : pieces.subList(1, pieces.size())) {
            long[] other = piece.sizes();
            boolean fits = other.length == sizes.length;
            for (int i = 0; fits && i < sizes.length; i++) {
                fits = i == axis || other[i] == sizes[i];
            }
            if (!fits) {
                throw new ShapeException(
                        "tensors of shapes " + pieces.getFirst().shape() + " and " + piece.shape()
                                + " cannot be put together along axis " + axis);
            }
            sizes[axis] += other[axis];
        }
        return sizes;
    }

    /** Writes the pieces one after another along the axis, which they have. */
    public static void join(List<Tensor> pieces, int axis, Tensor whole, Parallel parallel) {
        long[] strides = Strides.of(whole.sizes());
        long start = 0;
        for (Tensor piece : pieces) {
            long[] box = piece.sizes();
            new StridedCopy(piece.dtype(), box, Strides.of(box), 0, strides, start * strides[axis])
                    .run(piece, whole, parallel);
            start += box[axis];
        }
    }

    /** {@return the tensor as a piece of size 1 along a new axis} */
    public static Tensor raised(Tensor tensor, int axis) {
        return tensor.reshaped(with(tensor.sizes(), axis, 1));
    }

    /** {@return the sizes with another one put in} */
    public static long[] with(long[] sizes, int axis, long size) {
        long[] more = Arrays.copyOf(sizes, sizes.length + 1);
        System.arraycopy(sizes, axis, more, axis + 1, sizes.length - axis);
        more[axis] = size;
        return more;
    }

    private static long[] without(long[] sizes, int axis) {
        long[] fewer = Arrays.copyOf(sizes, sizes.length - 1);
        System.arraycopy(sizes, axis + 1, fewer, axis, fewer.length - axis);
        return fewer;
    }
}
