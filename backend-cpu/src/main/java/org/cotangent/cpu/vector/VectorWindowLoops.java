package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.ORDER;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.loadPart;
import static org.cotangent.cpu.vector.Lanes.storePart;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.WindowLoops;

/** Windows by vectors: as many neighbouring windows as a vector has lanes, in four rows at a time. */
final class VectorWindowLoops implements WindowLoops {

    private static final int LANES = FLOATS.length();
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final int ROWS = 4;
    /** Rows of products that are summed in float32 before their sum is added in float64. */
    private static final int MOST_ROWS = 64;

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
        for (int j = 0; j < n; j += LANES) {
            int lanes = n - j;
            long from = x + 4L * j;
            long to = y + 4L * j;
            int i = 0;
            for (; i <= rows - ROWS; i += ROWS) {
                sumOfFourRows(
                        to + i * yStride, yStride, from + i * xStride, xStride, lanes, offsets, weights, at, bias);
            }
            for (; i < rows; i++) {
                sumOfOneRow(to + i * yStride, from + i * xStride, lanes, offsets, weights, at, bias);
            }
        }
    }

    private static void sumOfFourRows(
            long y, long yStride, long x, long xStride, int n, long[] offsets, float[] weights, int at, float bias) {
        FloatVector a = FloatVector.broadcast(FLOATS, bias), b = a, c = a, d = a;
        for (int t = 0; t < offsets.length; t++) {
            FloatVector weight = FloatVector.broadcast(FLOATS, weights[at + t]);
            long tap = x + offsets[t];
            a = load(tap).fma(weight, a);
            b = load(tap + xStride).fma(weight, b);
            c = load(tap + 2 * xStride).fma(weight, c);
            d = load(tap + 3 * xStride).fma(weight, d);
        }
        VectorMask<Float> there = FLOATS.indexInRange(0, n);
        storePart(a, y, there);
        storePart(b, y + yStride, there);
        storePart(c, y + 2 * yStride, there);
        storePart(d, y + 3 * yStride, there);
    }

    private static void sumOfOneRow(long y, long x, int n, long[] offsets, float[] weights, int at, float bias) {
        FloatVector sum = FloatVector.broadcast(FLOATS, bias);
        for (int t = 0; t < offsets.length; t++) {
            sum = load(x + offsets[t]).fma(FloatVector.broadcast(FLOATS, weights[at + t]), sum);
        }
        storePart(sum, y, FLOATS.indexInRange(0, n));
    }

    @Override
    public void maximum(long y, long yStride, long x, long xStride, int rows, int n, long[] offsets) {
        for (int j = 0; j < n; j += LANES) {
            for (int i = 0; i < rows; i++) {
                maximumOfOneRow(y + i * yStride + 4L * j, x + i * xStride + 4L * j, n - j, offsets);
            }
        }
    }

    private static void maximumOfOneRow(long y, long x, int n, long[] offsets) {
        FloatVector greatest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int t = 0; t < offsets.length; t++) {
            greatest = greatest.max(load(x + offsets[t]));
        }
        storePart(greatest, y, FLOATS.indexInRange(0, n));
    }

    @Override
    public void maximumWithTap(long y, long tap, long yStride, long x, long xStride, int rows, int n, long[] offsets) {
        for (int j = 0; j < n; j += LANES) {
            for (int i = 0; i < rows; i++) {
                long target = i * yStride + 4L * j;
                maximumOfOneRow(y + target, tap + target, x + i * xStride + 4L * j, n - j, offsets);
            }
        }
    }

    private static void maximumOfOneRow(long y, long tap, long x, int n, long[] offsets) {
        FloatVector greatest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        IntVector best = IntVector.broadcast(INTS, -1);
        for (int t = 0; t < offsets.length; t++) {
            FloatVector value = load(x + offsets[t]);
            VectorMask<Float> first = value.test(VectorOperators.IS_NAN).andNot(greatest.test(VectorOperators.IS_NAN));
            VectorMask<Float> better =
                    value.compare(VectorOperators.GT, greatest).or(first);
            greatest = greatest.blend(value, better);
            best = best.blend(IntVector.broadcast(INTS, t), better.cast(INTS));
        }
        VectorMask<Float> there = FLOATS.indexInRange(0, n);
        storePart(greatest, y, there);
        best.intoMemorySegment(NativeMemory.ALL, tap, ORDER, there.cast(INTS));
    }

    @Override
    public void products(long y, long yStride, long x, long xStride, int rows, int n, long[] offsets, double[] sums) {
        for (int i = 0; i < rows; i += MOST_ROWS) {
            int count = Math.min(MOST_ROWS, rows - i);
            int t = 0;
            for (; t <= offsets.length - 4; t += 4) {
                productsOfFourTaps(y + i * yStride, yStride, x + i * xStride, xStride, count, n, offsets, t, sums);
            }
            for (; t < offsets.length; t++) {
                sums[t] += productsOfOneTap(y + i * yStride, yStride, x + i * xStride + offsets[t], xStride, count, n);
            }
        }
    }

    private static void productsOfFourTaps(
            long y, long yStride, long x, long xStride, int rows, int n, long[] offsets, int t, double[] sums) {
        FloatVector a = FloatVector.zero(FLOATS), b = a, c = a, d = a;
        long first = offsets[t], second = offsets[t + 1], third = offsets[t + 2], fourth = offsets[t + 3];
        for (int i = 0; i < rows; i++) {
            long row = y + i * yStride;
            long taps = x + i * xStride;
            for (int j = 0; j < n; j += LANES) {
                VectorMask<Float> there = FLOATS.indexInRange(0, n - j);
                long at = 4L * j;
                FloatVector v = loadPart(row + at, there);
                a = loadPart(taps + at + first, there).fma(v, a);
                b = loadPart(taps + at + second, there).fma(v, b);
                c = loadPart(taps + at + third, there).fma(v, c);
                d = loadPart(taps + at + fourth, there).fma(v, d);
            }
        }
        sums[t] += Lanes.sum(a);
        sums[t + 1] += Lanes.sum(b);
        sums[t + 2] += Lanes.sum(c);
        sums[t + 3] += Lanes.sum(d);
    }

    private static float productsOfOneTap(long y, long yStride, long x, long xStride, int rows, int n) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j += LANES) {
                VectorMask<Float> there = FLOATS.indexInRange(0, n - j);
                sum = loadPart(x + i * xStride + 4L * j, there).fma(loadPart(y + i * yStride + 4L * j, there), sum);
            }
        }
        return Lanes.sum(sum);
    }
}
