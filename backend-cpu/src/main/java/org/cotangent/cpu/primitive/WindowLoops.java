package org.cotangent.cpu.primitive;

/**
 * Loops over windows of float32 planes. There are {@code rows} rows of {@code n} windows; tap t of window j of row i is
 * at {@code x + i * xStride + offsets[t] + 4 j}. Strides and offsets are in bytes. As many elements as a vector has may
 * be read behind the last window of a row, and are of no effect.
 */
public interface WindowLoops {

    /** {@code y[i, j] = bias + sum over t of weights[at + t] tap[t, i, j]}. */
    void weightedSum(
            long y,
            long yStride,
            long x,
            long xStride,
            int rows,
            int n,
            long[] offsets,
            float[] weights,
            int at,
            float bias);

    /** {@code y[i, j]} is the greatest tap, NaN if there is one. */
    void maximum(long y, long yStride, long x, long xStride, int rows, int n, long[] offsets);

    /**
     * The greatest tap and, as a 32-bit integer, its number: the first of equals, the first NaN if there is one, -1 if
     * all are negative infinity. Both results have the same strides.
     */
    void maximumWithTap(long y, long tap, long yStride, long x, long xStride, int rows, int n, long[] offsets);

    /** {@code sums[t] += sum over i and j of y[i, j] tap[t, i, j]}. */
    void products(long y, long yStride, long x, long xStride, int rows, int n, long[] offsets, double[] sums);
}
