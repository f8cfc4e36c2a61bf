package org.cotangent.ops.internal.numbers;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Integers, computed modulo 2^64. */
final class LongLane extends Lane<long[]> {
    private final DType dtype;

    LongLane(DType dtype) {
        this.dtype = dtype;
    }

    @Override
    public long[] array(int length) {
        return new long[length];
    }

    @Override
    public void load(Tensor from, long index, long stride, long[] to, int at, int step, int n) {
        MemorySegment data = from.segment();
        switch (dtype) {
            case INT64, UINT64 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i * step] = data.get(JAVA_LONG_UNALIGNED, (index + i * stride) * 8);
                }
            }
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i * step] = data.get(JAVA_INT_UNALIGNED, (index + i * stride) * 4);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to[at + i * step] = from.getLong(index + i * stride);
                }
            }
        }
    }

    @Override
    public void store(long[] from, int at, Tensor to, long index, int n) {
        for (int i = 0; i < n; i++) {
            to.setLong(index + i, from[at + i]);
        }
    }

    @Override
    public void fromDoubles(double[] from, int at, long[] to, int start, int n) {
        for (int i = 0; i < n; i++) {
            to[start + i] = (long) from[at + i];
        }
    }

    @Override
    public void toDoubles(long[] from, int at, double[] to, int start, int n) {
        for (int i = 0; i < n; i++) {
            to[start + i] = from[at + i];
        }
    }

    @Override
    public void fill(long[] array, int from, int to, double value) {
        Arrays.fill(array, from, to, (long) value);
    }

    @Override
    public void scale(long[] array, int from, int to, double factor) {
        for (int i = from; i < to; i++) {
            array[i] = (long) (array[i] * factor);
        }
    }

    @Override
    public void addInto(long[] from, int at, long[] to, int start, int step, int n) {
        if (step == 1) {
            for (int i = 0; i < n; i++) {
                to[start + i] += from[at + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                to[start + i * step] += from[at + i];
            }
        }
    }

    @Override
    public void multiplyAdd(
            long[] a,
            int aAt,
            int aRow,
            long[] b,
            int bAt,
            int bRow,
            long[] c,
            int cAt,
            int cRow,
            int m,
            int n,
            int k) {
        for (int i = 0; i < m; i++) {
            int ai = aAt + i * aRow;
            int ci = cAt + i * cRow;
            int p = 0;
            for (; p + 4 <= k; p += 4) {
                long a0 = a[ai + p];
                long a1 = a[ai + p + 1];
                long a2 = a[ai + p + 2];
                long a3 = a[ai + p + 3];
                int b0 = bAt + p * bRow;
                int b1 = b0 + bRow;
                int b2 = b1 + bRow;
                int b3 = b2 + bRow;
                for (int j = 0; j < n; j++) {
                    c[ci + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
                }
            }
            for (; p < k; p++) {
                long a0 = a[ai + p];
                int b0 = bAt + p * bRow;
                for (int j = 0; j < n; j++) {
                    c[ci + j] += a0 * b[b0 + j];
                }
            }
        }
    }
}
