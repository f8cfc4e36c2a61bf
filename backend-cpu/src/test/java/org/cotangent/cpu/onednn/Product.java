package org.cotangent.cpu.onednn;

import java.util.Arrays;
import org.cotangent.spi.tensor.Tensor;

/** A matrix product with broadcasting and transposition, by plain loops. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Product(long[] a, boolean transA, long[] b, boolean transB) {

    static Product matMul(long[] a, long[] b) {
        return new Product(
                a.length == 1 ? new long[] {1, a[0]} : a, false, b.length == 1 ? new long[] {b[0], 1} : b, false);
    }

    private long rows() {
        return a[a.length - (transA ? 1 : 2)];
    }

    private long inner() {
        return a[a.length - (transA ? 2 : 1)];
    }

    private long columns() {
        return b[b.length - (transB ? 2 : 1)];
    }

    /** Returns how far sums of products of numbers up to 1 may be off in 32 bits. */
    double tolerance() {
        return 2e-6 * Math.sqrt((double) inner());
    }

    /** Returns the sizes of the result, those of vectors included. */
    long[] output() {
        int rank = Math.max(a.length, b.length);
        long[] output = new long[rank];
        for (int i = 0; i < rank - 2; i++) {
            output[i] = Math.max(size(a, rank, i), size(b, rank, i));
        }
        output[rank - 2] = rows();
        output[rank - 1] = columns();
        return output;
    }

    private static long size(long[] sizes, int rank, int axis) {
        int own = axis - (rank - sizes.length);
        return own < 0 ? 1 : sizes[own];
    }

    double[] compute(Tensor left, Tensor right, double alpha) {
        double[] x = left.toDoubles();
        double[] y = right.toDoubles();
        long[] output = output();
        int rank = output.length;
        int count = (int) Arrays.stream(output, 0, rank - 2).reduce(1, (p, q) -> p * q);
        int m = (int) rows();
        int k = (int) inner();
        int n = (int) columns();
        double[] result = new double[count * m * n];
        for (int batch = 0; batch < count; batch++) {
            int p = offset(a, output, batch) * m * k;
            int q = offset(b, output, batch) * k * n;
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int l = 0; l < k; l++) {
                        sum += x[p + (transA ? l * m + i : i * k + l)] * y[q + (transB ? j * k + l : l * n + j)];
                    }
                    result[(batch * m + i) * n + j] = alpha * sum;
                }
            }
        }
        return result;
    }

    /** Returns which matrix of a factor belongs to a matrix of the result. */
    private static int offset(long[] factor, long[] output, int batch) {
        int rank = output.length;
        int remaining = batch;
        int offset = 0;
        int stride = 1;
        for (int axis = rank - 3; axis >= 0; axis--) {
            int place = (int) (remaining % output[axis]);
            remaining /= (int) output[axis];
            int size = (int) size(factor, rank, axis);
            offset += (size == 1 ? 0 : place) * stride;
            stride *= size;
        }
        return offset;
    }
}
