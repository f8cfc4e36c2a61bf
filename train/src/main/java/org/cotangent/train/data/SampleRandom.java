package org.cotangent.train.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random numbers that depend on where they are used, and on nothing that happened before. */
final class SampleRandom {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private SampleRandom() {}

    /** {@return the generator of the transforms of one sample} */
    static RandomGenerator of(long seed, int epoch, long index) {
        return new SplittableRandom(mix(epochSeed(seed, epoch) + GOLDEN * (index + 1)));
    }

    /** {@return the generator of the order of an epoch} */
    static RandomGenerator ofOrder(long seed, int epoch) {
        return new SplittableRandom(mix(epochSeed(seed, epoch)));
    }

    private static long epochSeed(long seed, int epoch) {
        return mix(mix(seed + GOLDEN) + GOLDEN * (epoch + 1L));
    }

    /** Every bit of the result depends on every bit of {@code z} (the finaliser of SplitMix64). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }

    /** Puts {@code items} into a random order. */
    static void shuffle(int[] items, RandomGenerator random) {
        for (int i = items.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int item = items[i];
            items[i] = items[j];
            items[j] = item;
        }
    }
}
