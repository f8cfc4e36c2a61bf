package org.cotangent.opencl.quant;

import java.util.Arrays;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of an operand of a product are, as a stack of matrices.
 *
 * @param batch elements from one matrix to the next along each axis of the result's stack, 0 where it is the same
 * @param row elements from one row to the next, 0 if there is one
 * @param column elements from one column to the next, 0 if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Factor(long[] sizes, long[] batch, int row, int column) {
    /** A matrix, a stack of them, or a vector that is a row or a column. */
    static long[] matrix(long[] sizes, boolean vectorIsRow) {
        return switch (sizes.length) {
            case 0 -> new long[] {1, 1};
            case 1 -> vectorIsRow ? new long[] {1, sizes[0]} : new long[] {sizes[0], 1};
            default -> sizes;
        };
    }

    /** {@return the operand for results with so many axes of a stack}; without a type, one that has no elements */
    static Factor of(@Nullable TensorType type, boolean vectorIsRow, int batchAxes) {
        long[] sizes = matrix(type == null ? new long[0] : type.shape().sizes(), vectorIsRow);
        long[] full = new long[batchAxes + 2];
        Arrays.fill(full, 1);
        System.arraycopy(sizes, 0, full, full.length - sizes.length, sizes.length);
        long[] strides = StridedSpace.strides(full, full);
        long[] batch = Arrays.copyOf(strides, batchAxes);
        return new Factor(sizes, batch, (int) strides[batchAxes], (int) strides[batchAxes + 1]);
    }

    int rows() {
        return Math.toIntExact(sizes[sizes.length - 2]);
    }

    int columns() {
        return Math.toIntExact(sizes[sizes.length - 1]);
    }
}
