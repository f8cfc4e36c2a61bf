package org.cotangent.cpu.gemm;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;

import org.cotangent.cpu.primitive.FloatMovement;
import org.cotangent.cpu.primitive.NativeMemory;

/**
 * A float32 matrix in memory, with any strides.
 *
 * @param rowStride elements from one row to the next
 * @param columnStride elements from one column to the next
 */
public record StridedMatrix(FloatMovement movement, long rowStride, long columnStride) implements RightOperand {

    /** A matrix with neighbouring columns, or, {@code transposed}, the transpose of such a one. */
    public static StridedMatrix of(FloatMovement movement, long leadingDimension, boolean transposed) {
        return transposed
                ? new StridedMatrix(movement, 1, leadingDimension)
                : new StridedMatrix(movement, leadingDimension, 1);
    }

    @Override
    public void pack(long source, int row, int rows, int column, int columns, int width, long target) {
        long from = source + 4 * (row * rowStride + column * columnStride);
        if (columns < width) {
            NativeMemory.clear(target, 4L * rows * width);
        }
        if (columnStride == 1) {
            movement.copyRows(from, 4 * rowStride, target, 4L * width, rows, columns);
        } else if (rowStride == 1) {
            movement.transpose(from, 4 * columnStride, target, 4L * width, /* rows= */ columns, /* columns= */ rows);
        } else {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    long element = from + 4 * (i * rowStride + j * columnStride);
                    NativeMemory.setFloat(target + 4L * ((long) i * width + j), getFloat(element));
                }
            }
        }
    }

    /**
     * Packs rows of a left operand, in panels of {@code panel} rows: for each column, {@code panel} neighbouring floats,
     * times {@code scale}. Rows that do not exist are zero.
     */
    void packLeft(long source, int row, int rows, int column, int columns, int panel, float scale, float[] target) {
        for (int first = 0; first < rows; first += panel) {
            int height = Math.min(panel, rows - first);
            int base = first * columns;
            long from = source + 4 * ((row + first) * rowStride + column * columnStride);
            if (height < panel) {
                java.util.Arrays.fill(target, base, base + columns * panel, 0f);
            }
            if (rowStride == 1) {
                packColumns(from, height, columns, panel, scale, target, base);
            } else {
                for (int i = 0; i < height; i++) {
                    packRow(from + 4L * i * rowStride, columns, panel, scale, target, base + i);
                }
            }
        }
    }

    private void packColumns(long from, int height, int columns, int panel, float scale, float[] target, int base) {
        long stride = 4 * columnStride;
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < height; i++) {
                target[base + j * panel + i] = scale * getFloat(from + j * stride + 4L * i);
            }
        }
    }

    private void packRow(long from, int columns, int panel, float scale, float[] target, int base) {
        long stride = 4 * columnStride;
        for (int j = 0; j < columns; j++) {
            target[base + j * panel] = scale * getFloat(from + j * stride);
        }
    }
}
