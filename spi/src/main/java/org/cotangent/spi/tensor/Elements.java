package org.cotangent.spi.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.spi.UnsupportedException;

/** Reads and writes single elements of host memory, whatever their type. For the paths that need not be fast. */
final class Elements {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private Elements() {}

    static double getDouble(MemorySegment data, DType dtype, long i) {
        return switch (dtype) {
            case FLOAT -> data.get(FLOAT, i * 4);
            case DOUBLE -> data.get(DOUBLE, i * 8);
            case FLOAT16 -> Float.float16ToFloat(data.get(SHORT, i * 2));
            case BFLOAT16 -> BFloat16.toFloat(data.get(SHORT, i * 2));
            case UINT64 -> unsignedToDouble(data.get(LONG, i * 8));
            default -> getLong(data, dtype, i);
        };
    }

    static void setDouble(MemorySegment data, DType dtype, long i, double value) {
        switch (dtype) {
            case FLOAT -> data.set(FLOAT, i * 4, (float) value);
            case DOUBLE -> data.set(DOUBLE, i * 8, value);
            case FLOAT16 -> data.set(SHORT, i * 2, Float.floatToFloat16((float) value));
            case BFLOAT16 -> data.set(SHORT, i * 2, BFloat16.fromFloat((float) value));
            case BOOL -> data.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
            default -> setLong(data, dtype, i, (long) value);
        }
    }

    static long getLong(MemorySegment data, DType dtype, long i) {
        return switch (dtype) {
            case INT64, UINT64 -> data.get(LONG, i * 8);
            case INT32 -> data.get(INT, i * 4);
            case UINT32 -> Integer.toUnsignedLong(data.get(INT, i * 4));
            case INT16 -> data.get(SHORT, i * 2);
            case UINT16 -> Short.toUnsignedLong(data.get(SHORT, i * 2));
            case INT8 -> data.get(ValueLayout.JAVA_BYTE, i);
            case UINT8, BOOL -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, i));
            case INT4, UINT4, INT2, UINT2 -> getBits(data, dtype, i);
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> (long) getDouble(data, dtype, i);
            default -> throw notNumeric(dtype);
        };
    }

    static void setLong(MemorySegment data, DType dtype, long i, long value) {
        switch (dtype) {
            case INT64, UINT64 -> data.set(LONG, i * 8, value);
            case INT32, UINT32 -> data.set(INT, i * 4, (int) value);
            case INT16, UINT16 -> data.set(SHORT, i * 2, (short) value);
            case INT8, UINT8 -> data.set(ValueLayout.JAVA_BYTE, i, (byte) value);
            case BOOL -> data.set(ValueLayout.JAVA_BYTE, i, (byte) (value != 0 ? 1 : 0));
            case INT4, UINT4, INT2, UINT2 -> setBits(data, dtype.bits(), i, value);
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> setDouble(data, dtype, i, value);
            default -> throw notNumeric(dtype);
        }
    }

    private static long getBits(MemorySegment data, DType dtype, long i) {
        int bits = dtype.bits();
        long bit = i * bits;
        int shift = (int) (bit & 7);
        long value = (data.get(ValueLayout.JAVA_BYTE, bit >> 3) >> shift) & ((1L << bits) - 1);
        return dtype.kind() == DType.Kind.SIGNED ? value << (64 - bits) >> (64 - bits) : value;
    }

    private static void setBits(MemorySegment data, int bits, long i, long value) {
        long bit = i * bits;
        int shift = (int) (bit & 7);
        long mask = (1L << bits) - 1;
        byte old = data.get(ValueLayout.JAVA_BYTE, bit >> 3);
        data.set(ValueLayout.JAVA_BYTE, bit >> 3, (byte) ((old & ~(mask << shift)) | ((value & mask) << shift)));
    }

    private static double unsignedToDouble(long value) {
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }

    private static UnsupportedException notNumeric(DType dtype) {
        return new UnsupportedException(
                "elements of " + dtype + " can be stored, but not read or written as numbers; use another type");
    }
}
