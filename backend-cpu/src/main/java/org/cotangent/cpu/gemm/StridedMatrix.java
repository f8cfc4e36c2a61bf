package org.cotangent.cpu.gemm;

import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.NativeMemory;

/**
 * A matrix in memory, with any strides.
 *
 * @param movement moves its elements
 * @param rowStride elements from one row to the next
 * @param columnStride elements from one column to the next
 */
public record StridedMatrix(Movement movement, long rowStride, long columnStride) implements LeftOperand, RightOperand {

    /** A matrix with neighbouring columns, or, {@code transposed}, the transpose of such a one. */
    public static StridedMatrix of(Movement movement, long leadingDimension, boolean transposed) {
        return transposed
                ? new StridedMatrix(movement, 1, leadingDimension)
                : new StridedMatrix(movement, leadingDimension, 1);
    }

    private long address(long source, int row, int column) {
        return source + movement.bytes() * (row * rowStride + column * columnStride);
    }

    @Override
    public void pack(long source, int row, int rows, int column, int columns, int width, long target) {
        int bytes = movement.bytes();
        long from = address(source, row, column);
        long targetStride = (long) bytes * width;
        if (columns < width) {
            NativeMemory.clear(target, rows * targetStride);
        }
        if (columnStride == 1) {
            movement.copyRows(from, bytes * rowStride, target, targetStride, rows, columns);
        } else if (rowStride == 1) {
            movement.transpose(
                    from, bytes * columnStride, target, targetStride, /* rows= */ columns, /* columns= */ rows);
        } else {
            int step = Math.toIntExact(columnStride);
            movement.collectRows(from, bytes * rowStride, step, 0, columns, target, targetStride, rows, columns);
        }
    }

    @Override
    public <A> void packPanel(
            GemmArithmetic<A> arithmetic,
            long staged,
            int row,
            int rows,
            int height,
            int column,
            int columns,
            double scale,
            A panel,
            int at) {
        arithmetic.packPanel(
                address(staged, row, column),
                movement.bytes() * rowStride,
                movement.bytes() * columnStride,
                rows,
                height,
                columns,
                scale,
                panel,
                at);
    }
}
