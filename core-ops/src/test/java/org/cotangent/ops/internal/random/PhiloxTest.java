package org.cotangent.ops.internal.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class PhiloxTest {
    private static int[] block(long seed, long stream, long index) {
        int[] words = new int[4];
        Philox.block(seed, stream, index, words);
        return words;
    }

    /** The known answers that come with the publication of the generator. */
    @Test
    void givesTheKnownAnswers() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1));
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                block(0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3243f6a88L));
    }
}
