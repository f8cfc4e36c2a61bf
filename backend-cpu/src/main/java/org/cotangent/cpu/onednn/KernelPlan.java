package org.cotangent.cpu.onednn;

import java.util.function.Consumer;

/**
 * How oneDNN would run a call.
 *
 * @param flop floating point operations of one run, for the decision whether it pays
 * @param bytes that a run reads from memory at least once, for the decision how many threads pay
 * @param steps appends the primitives; may throw {@link Refusal} or {@link OneDnnException}
 */
record KernelPlan(double flop, double bytes, Consumer<ProgramBuilder> steps) {
    /** Operations in the time in which a byte comes from memory. */
    private static final double FLOP_OF_BYTE = 8;

    /** A plan that computes for longer than it reads. */
    KernelPlan(double flop, Consumer<ProgramBuilder> steps) {
        this(flop, 0, steps);
    }

    /** Returns how long a run takes, in floating point operations. */
    double work() {
        return Math.max(flop, FLOP_OF_BYTE * bytes);
    }
}
