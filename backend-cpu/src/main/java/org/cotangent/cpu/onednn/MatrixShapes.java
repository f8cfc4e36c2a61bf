package org.cotangent.cpu.onednn;

import java.util.Arrays;

/**
 * The operands of a matrix product as oneDNN takes them: of one rank, with as few batch axes as describe the product.
 *
 * @param source sizes {@code [batch..., m, k]}
 * @param sourceStrides its strides, in elements
 * @param weights sizes {@code [batch..., k, n]}
 * @param weightsStrides its strides, in elements
 * @param target sizes {@code [batch..., m, n]} of the dense result
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record MatrixShapes(long[] source, long[] sourceStrides, long[] weights, long[] weightsStrides, long[] target) {

    /**
     * Returns the shapes of {@code op(a) op(b)}.
     *
     * @param a sizes of a dense tensor of two axes or more
     * @param transA whether its last two axes are swapped before it is multiplied
     * @param b sizes of a dense tensor of two axes or more; leading axes broadcast
     * @param transB whether its last two axes are swapped before it is multiplied
     */
    static MatrixShapes of(long[] a, boolean transA, long[] b, boolean transB) {
        int rank = Math.max(a.length, b.length);
        Refusal.unless(rank <= OneDnnLibrary.MAX_DIMENSIONS, "there are " + rank + " axes");
        long[] left = padded(a, rank);
        long[] right = padded(b, rank);
        long leftBatch = batch(left);
        long rightBatch = batch(right);
        if (rightBatch == 1 && (!transA || leftBatch == 1)) {
            long rows = left[rank - 2] * (transA ? 1 : leftBatch);
            return create(new long[] {rows, left[rank - 1]}, transA, matrix(right), transB);
        }
        if (leftBatch == 1 || rightBatch == 1 || Arrays.equals(left, 0, rank - 2, right, 0, rank - 2)) {
            return create(batched(leftBatch, left), transA, batched(rightBatch, right), transB);
        }
        return create(left, transA, right, transB);
    }

    private static MatrixShapes create(long[] a, boolean transA, long[] b, boolean transB) {
        int rank = a.length;
        long[] source = transA ? swapped(a) : a;
        long[] weights = transB ? swapped(b) : b;
        long[] target = new long[rank];
        for (int i = 0; i < rank - 2; i++) {
            target[i] = Math.max(a[i], b[i]);
        }
        target[rank - 2] = source[rank - 2];
        target[rank - 1] = weights[rank - 1];
        long[] sourceStrides = MemoryDescriptor.rowMajor(a);
        long[] weightsStrides = MemoryDescriptor.rowMajor(b);
        return new MatrixShapes(
                source,
                transA ? swapped(sourceStrides) : sourceStrides,
                weights,
                transB ? swapped(weightsStrides) : weightsStrides,
                target);
    }

    private static long[] padded(long[] sizes, int rank) {
        long[] padded = new long[rank];
        Arrays.fill(padded, 1);
        System.arraycopy(sizes, 0, padded, rank - sizes.length, sizes.length);
        return padded;
    }

    private static long batch(long[] sizes) {
        return Arrays.stream(sizes, 0, sizes.length - 2).reduce(1, Math::multiplyExact);
    }

    private static long[] matrix(long[] sizes) {
        return Arrays.copyOfRange(sizes, sizes.length - 2, sizes.length);
    }

    private static long[] batched(long batch, long[] sizes) {
        return new long[] {batch, sizes[sizes.length - 2], sizes[sizes.length - 1]};
    }

    private static long[] swapped(long[] values) {
        long[] swapped = values.clone();
        int last = values.length - 1;
        swapped[last] = values[last - 1];
        swapped[last - 1] = values[last];
        return swapped;
    }

    /** Returns the floating point operations of the product. */
    double flop() {
        return 2.0
                * source[source.length - 1]
                * Arrays.stream(target).asDoubleStream().reduce(1, (a, b) -> a * b);
    }
}
