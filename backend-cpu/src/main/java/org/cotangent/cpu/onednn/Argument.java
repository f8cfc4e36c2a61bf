package org.cotangent.cpu.onednn;

/** What an operand is to a primitive: oneDNN's argument indices. */
final class Argument {

    static final int SRC = 1;
    static final int DST = 17;
    static final int WEIGHTS = 33;
    static final int BIAS = 41;
    static final int WORKSPACE = 64;
    static final int SCRATCHPAD = 80;
    static final int DIFF_SRC = 129;
    static final int DIFF_DST = 145;
    static final int DIFF_WEIGHTS = 161;
    static final int DIFF_BIAS = 169;

    private static final int ZERO_POINTS = 8192;
    private static final int POST_OP = 32768;
    private static final int SECOND_SOURCE = 2;

    private Argument() {}

    /** Returns the argument that holds the zero point of another. */
    static int zeroPoint(int argument) {
        return ZERO_POINTS | argument;
    }

    /** Returns the argument that is the operand of a binary post-op, given its place among the post-ops. */
    static int postOpOperand(int place) {
        return POST_OP * (place + 1) | SECOND_SOURCE;
    }
}
