package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getDouble;
import static org.cotangent.cpu.primitive.NativeMemory.setDouble;

import java.util.Arrays;
import org.cotangent.cpu.primitive.GemmTile;

/** The tile of float64 matrices in plain Java: 4 rows of 8 columns. */
final class ScalarDoubleTile implements GemmTile<double[]> {

    private static final int ROWS = 4;
    private static final int COLUMNS = 8;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(int k, double[] a, int aOffset, long b, long bStride, double[] tile) {
        double[] row = new double[COLUMNS];
        Arrays.fill(tile, 0, ROWS * COLUMNS, 0.0);
        for (int s = 0; s < k; s++) {
            for (int j = 0; j < COLUMNS; j++) {
                row[j] = getDouble(b + s * bStride + 8L * j);
            }
            for (int i = 0; i < ROWS; i++) {
                double left = a[aOffset + s * ROWS + i];
                for (int j = 0; j < COLUMNS; j++) {
                    tile[i * COLUMNS + j] += left * row[j];
                }
            }
        }
    }

    @Override
    public void store(double[] tile, long c, long cStride, int rows, int columns, boolean add) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                long target = c + i * cStride + 8L * j;
                double value = tile[i * COLUMNS + j];
                setDouble(target, add ? getDouble(target) + value : value);
            }
        }
    }
}
