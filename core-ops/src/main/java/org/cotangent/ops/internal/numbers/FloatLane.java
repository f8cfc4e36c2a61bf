package org.cotangent.ops.internal.numbers;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.cotangent.spi.tensor.BFloat16;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** float32, float16 and bfloat16, computed in float. */
public final class FloatLane extends RealLane<float[]> {
    private final DType dtype;

    public FloatLane(DType dtype) {
        this.dtype = dtype;
    }

    @Override
    public float[] array(int length) {
        return new float[length];
    }

    @Override
    public void load(Tensor from, long index, long stride, float[] to, int at, int step, int n) {
        MemorySegment data = from.segment();
        switch (dtype) {
            case FLOAT -> {
                if (stride == 1 && step == 1) {
                    MemorySegment.copy(data, JAVA_FLOAT_UNALIGNED, index * 4, to, at, n);
                } else {
                    for (int i = 0; i < n; i++) {
                        to[at + i * step] = data.get(JAVA_FLOAT_UNALIGNED, (index + i * stride) * 4);
                    }
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    to[at + i * step] = Float.float16ToFloat(data.get(JAVA_SHORT_UNALIGNED, (index + i * stride) * 2));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to[at + i * step] = BFloat16.toFloat(data.get(JAVA_SHORT_UNALIGNED, (index + i * stride) * 2));
                }
            }
        }
    }

    @Override
    public void store(float[] from, int at, Tensor to, long index, int n) {
        MemorySegment data = to.segment();
        switch (dtype) {
            case FLOAT -> MemorySegment.copy(from, at, data, JAVA_FLOAT_UNALIGNED, index * 4, n);
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_SHORT_UNALIGNED, (index + i) * 2, Float.floatToFloat16(from[at + i]));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    data.set(JAVA_SHORT_UNALIGNED, (index + i) * 2, BFloat16.fromFloat(from[at + i]));
                }
            }
        }
    }

    @Override
    public void fromDoubles(double[] from, int at, float[] to, int start, int n) {
        for (int i = 0; i < n; i++) {
            to[start + i] = (float) from[at + i];
        }
    }

    @Override
    public void toDoubles(float[] from, int at, double[] to, int start, int n) {
        for (int i = 0; i < n; i++) {
            to[start + i] = from[at + i];
        }
    }

    @Override
    public void fill(float[] array, int from, int to, double value) {
        Arrays.fill(array, from, to, (float) value);
    }

    @Override
    public void scale(float[] array, int from, int to, double factor) {
        float f = (float) factor;
        for (int i = from; i < to; i++) {
            array[i] *= f;
        }
    }

    @Override
    public void addInto(float[] from, int at, float[] to, int start, int step, int n) {
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
            float[] a,
            int aAt,
            int aRow,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
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
                float a0 = a[ai + p];
                float a1 = a[ai + p + 1];
                float a2 = a[ai + p + 2];
                float a3 = a[ai + p + 3];
                int b0 = bAt + p * bRow;
                int b1 = b0 + bRow;
                int b2 = b1 + bRow;
                int b3 = b2 + bRow;
                for (int j = 0; j < n; j++) {
                    c[ci + j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
                }
            }
            for (; p < k; p++) {
                float a0 = a[ai + p];
                int b0 = bAt + p * bRow;
                for (int j = 0; j < n; j++) {
                    c[ci + j] += a0 * b[b0 + j];
                }
            }
        }
    }

    @Override
    public void add(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
        for (int i = 0; i < n; i++) {
            to[toAt + i] = a[aAt + i] + b[bAt + i];
        }
    }

    @Override
    public void subtract(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
        for (int i = 0; i < n; i++) {
            to[toAt + i] = a[aAt + i] - b[bAt + i];
        }
    }

    @Override
    public void addScaled(double factor, float[] a, int aAt, float[] to, int toAt, int n) {
        float f = (float) factor;
        for (int i = 0; i < n; i++) {
            to[toAt + i] += f * a[aAt + i];
        }
    }

    @Override
    public void rotate(double x, double y, float[] re, float[] im, int at, int n) {
        float c = (float) x;
        float s = (float) y;
        for (int i = at; i < at + n; i++) {
            float real = re[i] * c - im[i] * s;
            im[i] = re[i] * s + im[i] * c;
            re[i] = real;
        }
    }
}
