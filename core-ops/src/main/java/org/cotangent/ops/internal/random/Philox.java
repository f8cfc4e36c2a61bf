package org.cotangent.ops.internal.random;

/**
 * The counter-based generator Philox 4x32 with 10 rounds: block {@code i} of a stream is a function of i, so that any
 * part of a stream can be had in any order.
 */
final class Philox {
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Philox() {}

    /**
     * Writes the four words of a block.
     *
     * @param seed the key
     * @param stream the upper half of the counter
     * @param index the lower half of the counter
     */
    public static void block(long seed, long stream, long index, int[] words) {
        int key0 = (int) seed;
        int key1 = (int) (seed >>> 32);
        int c0 = (int) index;
        int c1 = (int) (index >>> 32);
        int c2 = (int) stream;
        int c3 = (int) (stream >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(c0);
            long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(c2);
            int next0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            int next2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c1 = (int) product1;
            c3 = (int) product0;
            c0 = next0;
            c2 = next2;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }

    /** {@return the number in [0, 1) of 24 bits that a word stands for} */
    public static double uniform(int word) {
        return (word >>> 8) * 0x1p-24;
    }
}
