package org.cotangent.ops.internal.numbers;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.cotangent.spi.tensor.BFloat16;
import org.cotangent.spi.tensor.Tensor;

/** Moves blocks of numbers between tensors of any numeric type or bool and arrays of double or long. */
public final class Numbers {
    private Numbers() {}

    /** Reads {@code n} neighbouring elements into {@code to[at], to[at + 1], ...}. */
    public static void read(Tensor from, long index, double[] to, int at, int n) {
        MemorySegment data = from.segment();
        switch (from.dtype()) {
            case DOUBLE -> MemorySegment.copy(data, JAVA_DOUBLE_UNALIGNED, index * 8, to, at, n);
            case FLOAT -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = data.get(JAVA_FLOAT_UNALIGNED, (index + i) * 4);
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = Float.float16ToFloat(data.get(JAVA_SHORT_UNALIGNED, (index + i) * 2));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = BFloat16.toFloat(data.get(JAVA_SHORT_UNALIGNED, (index + i) * 2));
                }
            }
            case INT8 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = data.get(JAVA_BYTE, index + i);
                }
            }
            case UINT8 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = data.get(JAVA_BYTE, index + i) & 0xff;
                }
            }
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = data.get(JAVA_INT_UNALIGNED, (index + i) * 4);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = from.getDouble(index + i);
                }
            }
        }
    }

    /** Writes {@code n} neighbouring elements, each rounded once to the nearest number of the type. */
    public static void write(double[] from, int at, Tensor to, long index, int n) {
        MemorySegment data = to.segment();
        switch (to.dtype()) {
            case DOUBLE -> MemorySegment.copy(from, at, data, JAVA_DOUBLE_UNALIGNED, index * 8, n);
            case FLOAT -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_FLOAT_UNALIGNED, (index + i) * 4, (float) from[at + i]);
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_SHORT_UNALIGNED, (index + i) * 2, Float.floatToFloat16(roundToOdd(from[at + i])));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_SHORT_UNALIGNED, (index + i) * 2, BFloat16.fromFloat(roundToOdd(from[at + i])));
                }
            }
            case INT8, UINT8 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_BYTE, index + i, (byte) (long) from[at + i]);
                }
            }
            case INT32, UINT32 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_INT_UNALIGNED, (index + i) * 4, (int) (long) from[at + i]);
                }
            }
            case UINT64 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_LONG_UNALIGNED, (index + i) * 8, toUnsigned(from[at + i]));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to.setDouble(index + i, from[at + i]);
                }
            }
        }
    }

    /** Reads {@code n} neighbouring integers or bools, unsigned 64-bit ones as their bits. */
    public static void read(Tensor from, long index, long[] to, int at, int n) {
        MemorySegment data = from.segment();
        switch (from.dtype()) {
            case INT64, UINT64 -> MemorySegment.copy(data, JAVA_LONG_UNALIGNED, index * 8, to, at, n);
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = data.get(JAVA_INT_UNALIGNED, (index + i) * 4);
                }
            }
            case UINT8, BOOL -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = data.get(JAVA_BYTE, index + i) & 0xff;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to[at + i] = from.getLong(index + i);
                }
            }
        }
    }

    /** Writes the low bits of {@code n} integers. */
    public static void write(long[] from, int at, Tensor to, long index, int n) {
        MemorySegment data = to.segment();
        switch (to.dtype()) {
            case INT64, UINT64 -> MemorySegment.copy(from, at, data, JAVA_LONG_UNALIGNED, index * 8, n);
            case INT32, UINT32 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_INT_UNALIGNED, (index + i) * 4, (int) from[at + i]);
                }
            }
            case INT8, UINT8 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_BYTE, index + i, (byte) from[at + i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to.setLong(index + i, from[at + i]);
                }
            }
        }
    }

    private static long toUnsigned(double value) {
        return value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) value;
    }

    /**
     * {@return a float next to {@code value}, of odd last bit unless it is equal} Rounding it to a narrower type gives
     * what rounding {@code value} itself would.
     */
    public static float roundToOdd(double value) {
        float near = (float) value;
        if (near == value || Double.isNaN(value) || Double.isInfinite(value)) {
            return near;
        }
        int bits = Float.floatToRawIntBits(near);
        if ((bits & 1) == 1) {
            return near;
        }
        boolean away = Math.abs((double) near) < Math.abs(value);
        return Float.intBitsToFloat(away ? bits + 1 : bits - 1);
    }
}
