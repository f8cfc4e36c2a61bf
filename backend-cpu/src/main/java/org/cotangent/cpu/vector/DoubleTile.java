package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import org.cotangent.cpu.primitive.GemmTile;

/** A tile of float64 numbers, two vectors wide. {@link TileCompiler} writes the product. */
abstract class DoubleTile implements GemmTile<double[]> {

    private static final int LANES = DOUBLES.length();

    private final int rows;

    DoubleTile(int rows) {
        this.rows = rows;
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final int columns() {
        return 2 * LANES;
    }

    @Override
    public abstract void multiply(int k, double[] a, int aOffset, long b, long bStride, double[] tile);

    @Override
    public final void store(double[] tile, long c, long cStride, int rows, int columns, boolean add) {
        for (int first = 0; first < columns; first += LANES) {
            storeVectors(tile, first, c + 8L * first, cStride, rows, Math.min(LANES, columns - first), add);
        }
    }

    private static void storeVectors(
            double[] tile, int first, long c, long cStride, int rows, int columns, boolean add) {
        VectorMask<Double> there = DOUBLES.indexInRange(0, columns);
        for (int i = 0; i < rows; i++) {
            long target = c + i * cStride;
            DoubleVector value = DoubleVector.fromArray(DOUBLES, tile, 2 * i * LANES + first);
            Lanes.storePart(add ? value.add(Lanes.loadDoublesPart(target, there)) : value, target, there);
        }
    }
}
