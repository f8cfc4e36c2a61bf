package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;

import java.util.Arrays;
import org.cotangent.cpu.primitive.GemmTile;

/** The tile of float32 matrices in plain Java: 4 rows of 16 columns. */
final class ScalarFloatTile implements GemmTile<float[]> {

    private static final int ROWS = 4;
    private static final int COLUMNS = 16;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(int k, float[] a, int aOffset, long b, long bStride, float[] tile) {
        float[] row = new float[COLUMNS];
        Arrays.fill(tile, 0, ROWS * COLUMNS, 0f);
        for (int s = 0; s < k; s++) {
            for (int j = 0; j < COLUMNS; j++) {
                row[j] = getFloat(b + s * bStride + 4L * j);
            }
            for (int i = 0; i < ROWS; i++) {
                float left = a[aOffset + s * ROWS + i];
                for (int j = 0; j < COLUMNS; j++) {
                    tile[i * COLUMNS + j] += left * row[j];
                }
            }
        }
    }

    @Override
    public void store(float[] tile, long c, long cStride, int rows, int columns, boolean add) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                long target = c + i * cStride + 4L * j;
                float value = tile[i * COLUMNS + j];
                setFloat(target, add ? getFloat(target) + value : value);
            }
        }
    }
}
