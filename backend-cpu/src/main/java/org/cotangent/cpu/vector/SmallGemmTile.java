package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;
import org.cotangent.cpu.primitive.GemmTile;

/**
 * The tile for 16 vector registers, for few rows and for what is left over: 4 rows of two vectors.
 */
final class SmallGemmTile implements GemmTile {

    private static final int ROWS = 4;
    private static final int LANES = FLOATS.length();

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return 2 * LANES;
    }

    @Override
    public void multiply(int k, float[] a, int aOffset, long b, long bStride, float[] tile) {
        FloatVector l0 = FloatVector.zero(FLOATS), r0 = FloatVector.zero(FLOATS);
        FloatVector l1 = FloatVector.zero(FLOATS), r1 = FloatVector.zero(FLOATS);
        FloatVector l2 = FloatVector.zero(FLOATS), r2 = FloatVector.zero(FLOATS);
        FloatVector l3 = FloatVector.zero(FLOATS), r3 = FloatVector.zero(FLOATS);
        for (int s = 0; s < k; s++) {
            int left = aOffset + s * ROWS;
            FloatVector bl = load(b + s * bStride), br = load(b + s * bStride + 4L * LANES);
            FloatVector v;
            v = FloatVector.broadcast(FLOATS, a[left]);
            l0 = v.fma(bl, l0);
            r0 = v.fma(br, r0);
            v = FloatVector.broadcast(FLOATS, a[left + 1]);
            l1 = v.fma(bl, l1);
            r1 = v.fma(br, r1);
            v = FloatVector.broadcast(FLOATS, a[left + 2]);
            l2 = v.fma(bl, l2);
            r2 = v.fma(br, r2);
            v = FloatVector.broadcast(FLOATS, a[left + 3]);
            l3 = v.fma(bl, l3);
            r3 = v.fma(br, r3);
        }
        l0.intoArray(tile, 0);
        r0.intoArray(tile, LANES);
        l1.intoArray(tile, 2 * LANES);
        r1.intoArray(tile, 3 * LANES);
        l2.intoArray(tile, 4 * LANES);
        r2.intoArray(tile, 5 * LANES);
        l3.intoArray(tile, 6 * LANES);
        r3.intoArray(tile, 7 * LANES);
    }

    @Override
    public void store(float[] tile, long c, long cStride, int rows, int columns, boolean add) {
        TileStore.store(tile, c, cStride, rows, columns, add);
    }
}
