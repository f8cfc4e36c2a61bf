package org.cotangent.cpu.onednn;

import java.util.function.Consumer;

/**
 * How oneDNN would run a call.
 *
 * @param flop floating point operations of one run, for the decision whether it pays
 * @param steps appends the primitives; may throw {@link Refusal} or {@link OneDnnException}
 */
record KernelPlan(double flop, Consumer<ProgramBuilder> steps) {}
