package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;

import org.cotangent.cpu.primitive.FloatMovement;
import org.cotangent.cpu.primitive.NativeMemory;

/** Movement in plain Java. */
public final class ScalarFloatMovement implements FloatMovement {

    private static final int BLOCK = 16;

    @Override
    public void copyRows(long source, long sourceStride, long target, long targetStride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            NativeMemory.copy(source + i * sourceStride, target + i * targetStride, 4L * columns);
        }
    }

    @Override
    public void transpose(long source, long sourceStride, long target, long targetStride, int rows, int columns) {
        for (int column = 0; column < columns; column += BLOCK) {
            int lastColumn = Math.min(columns, column + BLOCK);
            for (int row = 0; row < rows; row += BLOCK) {
                block(source, sourceStride, target, targetStride, row, Math.min(rows, row + BLOCK), column, lastColumn);
            }
        }
    }

    /** Transposes the rows {@code rowFrom <= i < rowTo} of the columns {@code columnFrom <= j < columnTo}. */
    private static void block(
            long source,
            long sourceStride,
            long target,
            long targetStride,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        for (int j = columnFrom; j < columnTo; j++) {
            for (int i = rowFrom; i < rowTo; i++) {
                setFloat(target + j * targetStride + 4L * i, getFloat(source + i * sourceStride + 4L * j));
            }
        }
    }
}
