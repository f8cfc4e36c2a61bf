package org.cotangent.ops.internal.movement;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Moves elements of one type between host tensors without looking at what they mean. Positions and strides count
 * elements.
 */
public final class Cells {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** From this many bytes on, a block copy is quicker than a loop. */
    private static final int BLOCK = 64;

    private final int bits;

    private Cells(int bits) {
        this.bits = bits;
    }

    public static Cells of(DType dtype) {
        return new Cells(dtype.bits());
    }

    /** {@return whether two threads may write neighbouring elements at the same time} */
    public boolean isAddressable() {
        return bits == 0 || bits >= 8;
    }

    /** Copies neighbouring elements. */
    public void copy(Tensor from, long fromIndex, Tensor to, long toIndex, long count) {
        if (bits == 0) {
            System.arraycopy(from.strings(), (int) fromIndex, to.strings(), (int) toIndex, (int) count);
        } else if (bits >= 8 && count * bits >= BLOCK * 8L) {
            long bytes = bits / 8;
            MemorySegment.copy(from.segment(), fromIndex * bytes, to.segment(), toIndex * bytes, count * bytes);
        } else {
            loop(from, fromIndex, 1, to, toIndex, 1, count);
        }
    }

    /** Copies elements that are {@code fromStride} apart to where they are {@code toStride} apart. */
    public void copy(Tensor from, long fromIndex, long fromStride, Tensor to, long toIndex, long toStride, long count) {
        if (fromStride == 1 && toStride == 1) {
            copy(from, fromIndex, to, toIndex, count);
        } else {
            loop(from, fromIndex, fromStride, to, toIndex, toStride, count);
        }
    }

    /** Copies the elements at these places to neighbouring ones. */
    public void collect(Tensor from, long[] places, Tensor to, long toIndex, int count) {
        switch (bits) {
            case 8 -> {
                MemorySegment source = from.segment();
                MemorySegment target = to.segment();
                for (int i = 0; i < count; i++) {
                    target.set(BYTE, toIndex + i, source.get(BYTE, places[i]));
                }
            }
            case 32 -> {
                MemorySegment source = from.segment();
                MemorySegment target = to.segment();
                for (int i = 0; i < count; i++) {
                    target.set(INT, (toIndex + i) * 4, source.get(INT, places[i] * 4));
                }
            }
            case 64 -> {
                MemorySegment source = from.segment();
                MemorySegment target = to.segment();
                for (int i = 0; i < count; i++) {
                    target.set(LONG, (toIndex + i) * 8, source.get(LONG, places[i] * 8));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    copy(from, places[i], to, toIndex + i, 1);
                }
            }
        }
    }

    private void loop(Tensor from, long f, long fromStride, Tensor to, long t, long toStride, long count) {
        switch (bits) {
            case 0 -> strings(from.strings(), (int) f, (int) fromStride, to.strings(), (int) t, (int) toStride, count);
            case 8 -> bytes(from.segment(), f, fromStride, to.segment(), t, toStride, count);
            case 16 -> shorts(from.segment(), f * 2, fromStride * 2, to.segment(), t * 2, toStride * 2, count);
            case 32 -> ints(from.segment(), f * 4, fromStride * 4, to.segment(), t * 4, toStride * 4, count);
            case 64 -> longs(from.segment(), f * 8, fromStride * 8, to.segment(), t * 8, toStride * 8, count);
            case 128 -> {
                longs(from.segment(), f * 16, fromStride * 16, to.segment(), t * 16, toStride * 16, count);
                longs(from.segment(), f * 16 + 8, fromStride * 16, to.segment(), t * 16 + 8, toStride * 16, count);
            }
            default -> packed(from.segment(), f, fromStride, to.segment(), t, toStride, count);
        }
    }

    private static void strings(String[] from, int f, int fromStride, String[] to, int t, int toStride, long count) {
        for (int i = 0; i < count; i++) {
            to[t + i * toStride] = from[f + i * fromStride];
        }
    }

    private static void bytes(
            MemorySegment from, long f, long fromStep, MemorySegment to, long t, long toStep, long n) {
        if (fromStep == 0) {
            byte value = from.get(BYTE, f);
            for (long i = 0; i < n; i++) {
                to.set(BYTE, t + i * toStep, value);
            }
            return;
        }
        for (long i = 0; i < n; i++) {
            to.set(BYTE, t + i * toStep, from.get(BYTE, f + i * fromStep));
        }
    }

    private static void shorts(
            MemorySegment from, long f, long fromStep, MemorySegment to, long t, long toStep, long n) {
        if (fromStep == 0) {
            short value = from.get(SHORT, f);
            for (long i = 0; i < n; i++) {
                to.set(SHORT, t + i * toStep, value);
            }
            return;
        }
        for (long i = 0; i < n; i++) {
            to.set(SHORT, t + i * toStep, from.get(SHORT, f + i * fromStep));
        }
    }

    private static void ints(MemorySegment from, long f, long fromStep, MemorySegment to, long t, long toStep, long n) {
        if (fromStep == 0) {
            int value = from.get(INT, f);
            for (long i = 0; i < n; i++) {
                to.set(INT, t + i * toStep, value);
            }
            return;
        }
        for (long i = 0; i < n; i++) {
            to.set(INT, t + i * toStep, from.get(INT, f + i * fromStep));
        }
    }

    private static void longs(
            MemorySegment from, long f, long fromStep, MemorySegment to, long t, long toStep, long n) {
        if (fromStep == 0) {
            long value = from.get(LONG, f);
            for (long i = 0; i < n; i++) {
                to.set(LONG, t + i * toStep, value);
            }
            return;
        }
        for (long i = 0; i < n; i++) {
            to.set(LONG, t + i * toStep, from.get(LONG, f + i * fromStep));
        }
    }

    private void packed(
            MemorySegment from, long f, long fromStride, MemorySegment to, long t, long toStride, long count) {
        int mask = (1 << bits) - 1;
        for (long i = 0; i < count; i++) {
            long source = (f + i * fromStride) * bits;
            long target = (t + i * toStride) * bits;
            int value = (from.get(BYTE, source >> 3) >> (source & 7)) & mask;
            int shift = (int) (target & 7);
            int old = to.get(BYTE, target >> 3);
            to.set(BYTE, target >> 3, (byte) ((old & ~(mask << shift)) | (value << shift)));
        }
    }
}
