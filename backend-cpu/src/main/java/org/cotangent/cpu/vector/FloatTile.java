package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.cotangent.cpu.primitive.GemmTile;

/** A tile of float32 numbers, two vectors wide. {@link TileCompiler} writes the product. */
abstract class FloatTile implements GemmTile<float[]> {

    private static final int LANES = FLOATS.length();

    private final int rows;

    FloatTile(int rows) {
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
    public abstract void multiply(int k, float[] a, int aOffset, long b, long bStride, float[] tile);

    @Override
    public final void store(float[] tile, long c, long cStride, int rows, int columns, boolean add) {
        if (columns < 2 * LANES) {
            for (int first = 0; first < columns; first += LANES) {
                storePart(tile, first, c + 4L * first, cStride, rows, Math.min(LANES, columns - first), add);
            }
        } else if (add) {
            addWhole(tile, c, cStride, rows);
        } else {
            storeWhole(tile, c, cStride, rows);
        }
    }

    private static void storeWhole(float[] tile, long c, long cStride, int rows) {
        for (int i = 0; i < rows; i++) {
            long row = c + i * cStride;
            Lanes.store(FloatVector.fromArray(FLOATS, tile, 2 * i * LANES), row);
            Lanes.store(FloatVector.fromArray(FLOATS, tile, (2 * i + 1) * LANES), row + 4L * LANES);
        }
    }

    private static void addWhole(float[] tile, long c, long cStride, int rows) {
        for (int i = 0; i < rows; i++) {
            long row = c + i * cStride;
            long right = row + 4L * LANES;
            Lanes.store(FloatVector.fromArray(FLOATS, tile, 2 * i * LANES).add(load(row)), row);
            Lanes.store(FloatVector.fromArray(FLOATS, tile, (2 * i + 1) * LANES).add(load(right)), right);
        }
    }

    private static void storePart(float[] tile, int first, long c, long cStride, int rows, int columns, boolean add) {
        VectorMask<Float> there = FLOATS.indexInRange(0, columns);
        for (int i = 0; i < rows; i++) {
            long target = c + i * cStride;
            FloatVector value = FloatVector.fromArray(FLOATS, tile, 2 * i * LANES + first);
            Lanes.storePart(add ? value.add(Lanes.loadPart(target, there)) : value, target, there);
        }
    }
}
