package org.cotangent.train.data;

import java.util.function.IntUnaryOperator;

/**
 * Batches of samples of about the same length: so many batches' worth of samples at a time are sorted by length before
 * they are cut into batches.
 *
 * @param length of the sample of an index; asked in every epoch, so it should be quick
 * @param batches how many batches' worth are sorted together: the more, the less padding and the less chance
 */
public record Buckets(IntUnaryOperator length, int batches) {
    public Buckets {
        if (batches < 1) {
            throw new DataException("buckets of " + batches + " batches cannot be sorted");
        }
    }
}
