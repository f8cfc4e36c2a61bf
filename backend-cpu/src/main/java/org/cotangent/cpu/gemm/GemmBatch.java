package org.cotangent.cpu.gemm;

/**
 * Where the operands and results of a batch of equal matrix products lie: byte offsets, one per product, so that batch
 * dimensions broadcast in any way.
 */
public final class GemmBatch {

    private final long[] left;
    private final long[] right;
    private final long[] result;
    private final long resultStride;

    /** Takes over the three arrays of equal length. {@code resultStride} is in bytes, from row to row. */
    public GemmBatch(long[] left, long[] right, long[] result, long resultStride) {
        if (left.length != right.length || left.length != result.length) {
            throw new IllegalArgumentException("a batch of " + left.length + " left operands, " + right.length
                    + " right operands and " + result.length + " results");
        }
        this.left = left;
        this.right = right;
        this.result = result;
        this.resultStride = resultStride;
    }

    static GemmBatch single(int columns) {
        return new GemmBatch(new long[1], new long[1], new long[1], 4L * columns);
    }

    /** {@return the number of products} */
    public int size() {
        return left.length;
    }

    long left(int item) {
        return left[item];
    }

    long right(int item) {
        return right[item];
    }

    long result(int item) {
        return result[item];
    }

    long resultStride() {
        return resultStride;
    }
}
