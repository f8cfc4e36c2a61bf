package org.cotangent.cpu.gemm;

import java.util.Arrays;

/**
 * Where the operands and results of a batch of equal matrix products lie: one offset for each product, so that batch
 * dimensions broadcast in any way. Offsets are in bytes; those of a packed left operand are in numbers.
 *
 * <p>Each result is the sum of {@link #terms} products, which follow each other in the batch.
 */
public final class GemmBatch {

    private final long[] left;
    private final long[] right;
    private final long[] result;
    private final long resultStride;
    private final int terms;

    /**
     * Takes over the arrays. {@code resultStride} is in bytes, from row to row.
     *
     * @param left an offset for each product, as {@code right}
     * @param result an offset for each result
     */
    public GemmBatch(long[] left, long[] right, long[] result, long resultStride) {
        this.left = left;
        this.right = right;
        this.result = result;
        this.resultStride = resultStride;
        this.terms = result.length == 0 ? 1 : left.length / result.length;
        if (left.length != right.length || left.length != terms * result.length) {
            throw new IllegalArgumentException("a batch of " + left.length + " left operands, " + right.length
                    + " right operands and " + result.length + " results");
        }
    }

    /** {@return a batch of one product} */
    public static GemmBatch single(long resultStride) {
        return new GemmBatch(new long[1], new long[1], new long[1], resultStride);
    }

    /** {@return {@code count} multiples of {@code distance}} */
    public static long[] multiples(int count, long distance) {
        long[] offsets = new long[count];
        Arrays.setAll(offsets, i -> i * distance);
        return offsets;
    }

    /** {@return the number of results} */
    public int size() {
        return result.length;
    }

    int terms() {
        return terms;
    }

    long left(int product) {
        return left[product];
    }

    long right(int product) {
        return right[product];
    }

    long result(int item) {
        return result[item];
    }

    long resultStride() {
        return resultStride;
    }
}
