package org.cotangent.train.data;

import java.util.random.RandomGenerator;

/** Makes a sample of a sample: scales it, cuts a random piece out of it, turns text into tokens. */
@FunctionalInterface
public interface Transform {
    /**
     * {@return the changed sample} Several threads may ask at once. The tensors of {@code sample} are left as they are.
     *
     * @param random the only source of chance; it depends on nothing but seed, epoch and index of the sample
     */
    Sample apply(Sample sample, RandomGenerator random);
}
