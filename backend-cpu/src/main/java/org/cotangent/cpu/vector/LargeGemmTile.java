package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;
import org.cotangent.cpu.primitive.GemmTile;

/**
 * The tile for machines with 32 vector registers: 12 rows of two vectors, 24 accumulators.
 */
final class LargeGemmTile implements GemmTile {

    private static final int ROWS = 12;
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
        FloatVector l4 = FloatVector.zero(FLOATS), r4 = FloatVector.zero(FLOATS);
        FloatVector l5 = FloatVector.zero(FLOATS), r5 = FloatVector.zero(FLOATS);
        FloatVector l6 = FloatVector.zero(FLOATS), r6 = FloatVector.zero(FLOATS);
        FloatVector l7 = FloatVector.zero(FLOATS), r7 = FloatVector.zero(FLOATS);
        FloatVector l8 = FloatVector.zero(FLOATS), r8 = FloatVector.zero(FLOATS);
        FloatVector l9 = FloatVector.zero(FLOATS), r9 = FloatVector.zero(FLOATS);
        FloatVector l10 = FloatVector.zero(FLOATS), r10 = FloatVector.zero(FLOATS);
        FloatVector l11 = FloatVector.zero(FLOATS), r11 = FloatVector.zero(FLOATS);
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
            v = FloatVector.broadcast(FLOATS, a[left + 4]);
            l4 = v.fma(bl, l4);
            r4 = v.fma(br, r4);
            v = FloatVector.broadcast(FLOATS, a[left + 5]);
            l5 = v.fma(bl, l5);
            r5 = v.fma(br, r5);
            v = FloatVector.broadcast(FLOATS, a[left + 6]);
            l6 = v.fma(bl, l6);
            r6 = v.fma(br, r6);
            v = FloatVector.broadcast(FLOATS, a[left + 7]);
            l7 = v.fma(bl, l7);
            r7 = v.fma(br, r7);
            v = FloatVector.broadcast(FLOATS, a[left + 8]);
            l8 = v.fma(bl, l8);
            r8 = v.fma(br, r8);
            v = FloatVector.broadcast(FLOATS, a[left + 9]);
            l9 = v.fma(bl, l9);
            r9 = v.fma(br, r9);
            v = FloatVector.broadcast(FLOATS, a[left + 10]);
            l10 = v.fma(bl, l10);
            r10 = v.fma(br, r10);
            v = FloatVector.broadcast(FLOATS, a[left + 11]);
            l11 = v.fma(bl, l11);
            r11 = v.fma(br, r11);
        }
        l0.intoArray(tile, 0);
        r0.intoArray(tile, LANES);
        l1.intoArray(tile, 2 * LANES);
        r1.intoArray(tile, 3 * LANES);
        l2.intoArray(tile, 4 * LANES);
        r2.intoArray(tile, 5 * LANES);
        l3.intoArray(tile, 6 * LANES);
        r3.intoArray(tile, 7 * LANES);
        l4.intoArray(tile, 8 * LANES);
        r4.intoArray(tile, 9 * LANES);
        l5.intoArray(tile, 10 * LANES);
        r5.intoArray(tile, 11 * LANES);
        l6.intoArray(tile, 12 * LANES);
        r6.intoArray(tile, 13 * LANES);
        l7.intoArray(tile, 14 * LANES);
        r7.intoArray(tile, 15 * LANES);
        l8.intoArray(tile, 16 * LANES);
        r8.intoArray(tile, 17 * LANES);
        l9.intoArray(tile, 18 * LANES);
        r9.intoArray(tile, 19 * LANES);
        l10.intoArray(tile, 20 * LANES);
        r10.intoArray(tile, 21 * LANES);
        l11.intoArray(tile, 22 * LANES);
        r11.intoArray(tile, 23 * LANES);
    }

    @Override
    public void store(float[] tile, long c, long cStride, int rows, int columns, boolean add) {
        TileStore.store(tile, c, cStride, rows, columns, add);
    }
}
