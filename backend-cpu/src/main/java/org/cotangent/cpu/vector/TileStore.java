package org.cotangent.cpu.vector;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;
import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;

/** Writes a tile of two vectors per row to memory. */
final class TileStore {

    private static final int LANES = FLOATS.length();

    private TileStore() {}

    static void store(float[] tile, long c, long cStride, int rows, int columns, boolean add) {
        if (columns < 2 * LANES) {
            storePart(tile, c, cStride, rows, columns, add);
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

    private static void storePart(float[] tile, long c, long cStride, int rows, int columns, boolean add) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                long target = c + i * cStride + 4L * j;
                float value = tile[2 * i * LANES + j];
                setFloat(target, add ? getFloat(target) + value : value);
            }
        }
    }
}
