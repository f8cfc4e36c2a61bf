package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setInt;

import org.cotangent.cpu.primitive.WindowLoops;

/** Windows in plain Java. */
public final class ScalarWindowLoops implements WindowLoops {

    @Override
    public void weightedSum(
            long y,
            long yStride,
            long x,
            long xStride,
            int rows,
            int n,
            long[] offsets,
            float[] weights,
            int at,
            float bias) {
        for (int i = 0; i < rows; i++) {
            for (long j = 0; j < n; j++) {
                double sum = bias;
                for (int t = 0; t < offsets.length; t++) {
                    sum += (double) weights[at + t] * getFloat(x + i * xStride + offsets[t] + 4 * j);
                }
                setFloat(y + i * yStride + 4 * j, (float) sum);
            }
        }
    }

    @Override
    public void maximum(long y, long yStride, long x, long xStride, int rows, int n, long[] offsets) {
        for (int i = 0; i < rows; i++) {
            for (long j = 0; j < n; j++) {
                float greatest = Float.NEGATIVE_INFINITY;
                for (long offset : offsets) {
                    greatest = Math.max(greatest, getFloat(x + i * xStride + offset + 4 * j));
                }
                setFloat(y + i * yStride + 4 * j, greatest);
            }
        }
    }

    @Override
    public void maximumWithTap(long y, long tap, long yStride, long x, long xStride, int rows, int n, long[] offsets) {
        for (int i = 0; i < rows; i++) {
            for (long j = 0; j < n; j++) {
                float greatest = Float.NEGATIVE_INFINITY;
                int best = -1;
                for (int t = 0; t < offsets.length; t++) {
                    float value = getFloat(x + i * xStride + offsets[t] + 4 * j);
                    if (value > greatest || (Float.isNaN(value) && !Float.isNaN(greatest))) {
                        greatest = value;
                        best = t;
                    }
                }
                setFloat(y + i * yStride + 4 * j, greatest);
                setInt(tap + i * yStride + 4 * j, best);
            }
        }
    }

    @Override
    public void products(long y, long yStride, long x, long xStride, int rows, int n, long[] offsets, double[] sums) {
        for (int t = 0; t < offsets.length; t++) {
            for (int i = 0; i < rows; i++) {
                for (long j = 0; j < n; j++) {
                    double tap = getFloat(x + i * xStride + offsets[t] + 4 * j);
                    sums[t] += getFloat(y + i * yStride + 4 * j) * tap;
                }
            }
        }
    }
}
