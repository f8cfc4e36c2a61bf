package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * How large sums of products of bytes with signed weights can be.
 *
 * <p>With one zero point, whatever it is, factors of the weights are from an interval of 255 numbers that contains 0.
 * So a sum is at most 255 times the sum of the positive weights, or that of the negative ones.
 *
 * @param terms of each sum
 * @param termStride from the weight of a term to that of the next
 * @param sums that have weights of their own
 * @param sumStride from the weights of a sum to those of the next
 * @param repeats of all that, one behind the other
 */
record SumBound(long terms, long termStride, long sums, long sumStride, long repeats) {
    private static final int WIDEST = 255;
    private static final int SIGN = 128;

    /** Returns the bound for weights that are not known. */
    double unknown() {
        return (double) WIDEST * SIGN * terms;
    }

    /** Returns the bound for these weights; unsigned ones count less 128. */
    double of(Tensor weights) {
        MemorySegment bytes = weights.segment();
        int flip = weights.dtype() == DType.UINT8 ? SIGN : 0;
        long largest = 0;
        for (long repeat = 0; repeat < repeats; repeat++) {
            for (long sum = 0; sum < sums; sum++) {
                long at = repeat * terms * sums + sum * sumStride;
                long positive = 0;
                long negative = 0;
                for (long term = 0; term < terms; term++, at += termStride) {
                    int weight = (byte) (bytes.get(JAVA_BYTE, at) ^ flip);
                    positive += Math.max(weight, 0);
                    negative -= Math.min(weight, 0);
                }
                largest = Math.max(largest, Math.max(positive, negative));
            }
        }
        return (double) WIDEST * largest;
    }
}
