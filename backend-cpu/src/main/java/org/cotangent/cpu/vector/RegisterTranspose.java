package org.cotangent.cpu.vector;

import static org.cotangent.cpu.primitive.NativeMemory.ALL;
import static org.cotangent.cpu.vector.Lanes.ORDER;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes 16 rows of 16 four-byte elements in registers: interleaving row i with row i + 8, four times over, is the
 * transposition. Half of the result at a time, which keeps the method within what the compiler inlines.
 */
final class RegisterTranspose {

    static final int SIZE = 16;

    private static final VectorSpecies<Integer> S = IntVector.SPECIES_512;
    private static final int[] INTERLEAVE = interleave();
    private static final IntVector LOW = IntVector.fromArray(S, INTERLEAVE, 0);
    private static final IntVector HIGH = IntVector.fromArray(S, INTERLEAVE, SIZE);

    private RegisterTranspose() {}

    /** The lanes of two vectors that make the lower half of their interleaving, then those of the upper half. */
    private static int[] interleave() {
        int[] index = new int[2 * SIZE];
        for (int i = 0; i < index.length; i++) {
            index[i] = i / 2 + i % 2 * SIZE;
        }
        return index;
    }

    private static IntVector load(long address) {
        return IntVector.fromMemorySegment(S, ALL, address, ORDER);
    }

    private static void store(IntVector vector, long address) {
        vector.intoMemorySegment(ALL, address, ORDER);
    }

    /** Transposes rows 0 to {@code last}, and that one again in the place of those behind it. */
    static void transpose(long source, long sourceStride, int last, long target, long targetStride) {
        half(source, sourceStride, last, target, targetStride, 0);
        half(source, sourceStride, last, target + SIZE / 2 * targetStride, targetStride, SIZE);
    }

    private static IntVector load(long source, long stride, int row, int last) {
        return load(source + Math.min(row, last) * stride);
    }

    private static void half(
            long source, long sourceStride, int last, long target, long targetStride, int interleaving) {
        IntVector first = IntVector.fromArray(S, INTERLEAVE, interleaving);
        IntVector a0 = first.selectFrom(load(source, sourceStride, 0, last), load(source, sourceStride, 8, last));
        IntVector a1 = first.selectFrom(load(source, sourceStride, 1, last), load(source, sourceStride, 9, last));
        IntVector a2 = first.selectFrom(load(source, sourceStride, 2, last), load(source, sourceStride, 10, last));
        IntVector a3 = first.selectFrom(load(source, sourceStride, 3, last), load(source, sourceStride, 11, last));
        IntVector a4 = first.selectFrom(load(source, sourceStride, 4, last), load(source, sourceStride, 12, last));
        IntVector a5 = first.selectFrom(load(source, sourceStride, 5, last), load(source, sourceStride, 13, last));
        IntVector a6 = first.selectFrom(load(source, sourceStride, 6, last), load(source, sourceStride, 14, last));
        IntVector a7 = first.selectFrom(load(source, sourceStride, 7, last), load(source, sourceStride, 15, last));
        IntVector b0 = LOW.selectFrom(a0, a4), b1 = HIGH.selectFrom(a0, a4);
        IntVector b2 = LOW.selectFrom(a1, a5), b3 = HIGH.selectFrom(a1, a5);
        IntVector b4 = LOW.selectFrom(a2, a6), b5 = HIGH.selectFrom(a2, a6);
        IntVector b6 = LOW.selectFrom(a3, a7), b7 = HIGH.selectFrom(a3, a7);
        IntVector c0 = LOW.selectFrom(b0, b4), c1 = HIGH.selectFrom(b0, b4);
        IntVector c2 = LOW.selectFrom(b1, b5), c3 = HIGH.selectFrom(b1, b5);
        IntVector c4 = LOW.selectFrom(b2, b6), c5 = HIGH.selectFrom(b2, b6);
        IntVector c6 = LOW.selectFrom(b3, b7), c7 = HIGH.selectFrom(b3, b7);
        IntVector d0 = LOW.selectFrom(c0, c4), d1 = HIGH.selectFrom(c0, c4);
        IntVector d2 = LOW.selectFrom(c1, c5), d3 = HIGH.selectFrom(c1, c5);
        IntVector d4 = LOW.selectFrom(c2, c6), d5 = HIGH.selectFrom(c2, c6);
        IntVector d6 = LOW.selectFrom(c3, c7), d7 = HIGH.selectFrom(c3, c7);
        store(d0, target);
        store(d1, target + targetStride);
        store(d2, target + 2 * targetStride);
        store(d3, target + 3 * targetStride);
        store(d4, target + 4 * targetStride);
        store(d5, target + 5 * targetStride);
        store(d6, target + 6 * targetStride);
        store(d7, target + 7 * targetStride);
    }
}
