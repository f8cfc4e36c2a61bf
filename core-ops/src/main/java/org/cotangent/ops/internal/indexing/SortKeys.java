package org.cotangent.ops.internal.indexing;

import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Numbers as longs of the same order: NaN is the largest, zeros of either sign are equal. */
final class SortKeys {
    private SortKeys() {}

    /** Writes the keys of {@code to.length} elements that are {@code stride} apart. */
    public static void read(Tensor from, long start, long stride, long[] to) {
        DType dtype = from.dtype();
        for (int i = 0; i < to.length; i++) {
            long index = start + i * stride;
            to[i] = dtype.isFloating() ? ofReal(from.getDouble(index)) : ofInteger(from.getLong(index), dtype);
        }
    }

    private static long ofReal(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static long ofInteger(long value, DType dtype) {
        return dtype == DType.UINT64 ? value ^ Long.MIN_VALUE : value;
    }
}
