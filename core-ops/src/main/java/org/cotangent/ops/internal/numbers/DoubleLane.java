package org.cotangent.ops.internal.numbers;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Any type of numbers, computed in double. */
public final class DoubleLane extends RealLane<double[]> {
    private final DType dtype;

    public DoubleLane(DType dtype) {
        this.dtype = dtype;
    }

    @Override
    public double[] array(int length) {
        return new double[length];
    }

    @Override
    public void load(Tensor from, long index, long stride, double[] to, int at, int step, int n) {
        MemorySegment data = from.segment();
        switch (dtype) {
            case DOUBLE -> {
                if (stride == 1 && step == 1) {
                    MemorySegment.copy(data, JAVA_DOUBLE_UNALIGNED, index * 8, to, at, n);
                } else {
                    for (int i = 0; i < n; i++) {
                        to[at + i * step] = data.get(JAVA_DOUBLE_UNALIGNED, (index + i * stride) * 8);
                    }
                }
            }
            case FLOAT -> {
                for (int i = 0; i < n; i++) {
                    to[at + i * step] = data.get(JAVA_FLOAT_UNALIGNED, (index + i * stride) * 4);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to[at + i * step] = from.getDouble(index + i * stride);
                }
            }
        }
    }

    @Override
    public void store(double[] from, int at, Tensor to, long index, int n) {
        MemorySegment data = to.segment();
        switch (dtype) {
            case DOUBLE -> MemorySegment.copy(from, at, data, JAVA_DOUBLE_UNALIGNED, index * 8, n);
            case FLOAT -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_FLOAT_UNALIGNED, (index + i) * 4, (float) from[at + i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to.setDouble(index + i, from[at + i]);
                }
            }
        }
    }

    @Override
    public void fromDoubles(double[] from, int at, double[] to, int start, int n) {
        System.arraycopy(from, at, to, start, n);
    }

    @Override
    public void toDoubles(double[] from, int at, double[] to, int start, int n) {
        System.arraycopy(from, at, to, start, n);
    }

    @Override
    public void fill(double[] array, int from, int to, double value) {
        Arrays.fill(array, from, to, value);
    }

    @Override
    public void scale(double[] array, int from, int to, double factor) {
        for (int i = from; i < to; i++) {
            array[i] *= factor;
        }
    }

    @Override
    public void addInto(double[] from, int at, double[] to, int start, int step, int n) {
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
            double[] a,
            int aAt,
            int aRow,
            double[] b,
            int bAt,
            int bRow,
            double[] c,
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
                double a0 = a[ai + p];
                double a1 = a[ai + p + 1];
                double a2 = a[ai + p + 2];
                double a3 = a[ai + p + 3];
                int b0 = bAt + p * bRow;
                int b1 = b0 + bRow;
                int b2 = b1 + bRow;
                int b3 = b2 + bRow;
                for (int j = 0; j < n; j++) {
                    c[ci + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
                }
            }
            for (; p < k; p++) {
                double a0 = a[ai + p];
                int b0 = bAt + p * bRow;
                for (int j = 0; j < n; j++) {
                    c[ci + j] += a0 * b[b0 + j];
                }
            }
        }
    }

    @Override
    public void add(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int n) {
        for (int i = 0; i < n; i++) {
            to[toAt + i] = a[aAt + i] + b[bAt + i];
        }
    }

    @Override
    public void subtract(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int n) {
        for (int i = 0; i < n; i++) {
            to[toAt + i] = a[aAt + i] - b[bAt + i];
        }
    }

    @Override
    public void addScaled(double factor, double[] a, int aAt, double[] to, int toAt, int n) {
        for (int i = 0; i < n; i++) {
            to[toAt + i] += factor * a[aAt + i];
        }
    }

    @Override
    public void rotate(double x, double y, double[] re, double[] im, int at, int n) {
        for (int i = at; i < at + n; i++) {
            double real = re[i] * x - im[i] * y;
            im[i] = re[i] * y + im[i] * x;
            re[i] = real;
        }
    }
}
