package org.cotangent.ops.internal.random;

import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;

/** Numbers in [0, 1) of 53 bits, two from each block of {@link Philox}: number {@code i} is a function of i. */
final class RandomStream {
    private RandomStream() {}

    /**
     * {@return the stream of a call: that of its node in this run or, if it has an attribute {@code seed}, that of the
     * run and the seed, wherever the node stands}
     */
    static RandomSource of(Attributes attributes, RandomSource run) {
        return switch (attributes.find("seed")) {
            case Attribute.OfInt(long seed) -> new RandomSource(run.seed() ^ seed, -1);
            case Attribute.OfFloat(float seed)
            when !Float.isNaN(seed) -> new RandomSource(run.seed() ^ Float.floatToIntBits(seed), -1);
            case null, default -> run;
        };
    }

    /**
     * Sets {@code to[0] ... to[n - 1]} to the numbers from {@code begin} on, which is even. One more may be written.
     *
     * @param words working memory of four elements
     */
    static void fill(RandomSource source, long begin, double[] to, int n, int[] words) {
        for (int i = 0; i < n; i += 2) {
            Philox.block(source.seed(), source.node(), (begin + i) / 2, words);
            to[i] = number(words[0], words[1]);
            to[i + 1] = number(words[2], words[3]);
        }
    }

    /** {@return number {@code i}} */
    static double number(RandomSource source, long i, int[] words) {
        Philox.block(source.seed(), source.node(), i / 2, words);
        return i % 2 == 0 ? number(words[0], words[1]) : number(words[2], words[3]);
    }

    private static double number(int high, int low) {
        return (((long) high << 32 | Integer.toUnsignedLong(low)) >>> 11) * 0x1p-53;
    }
}
