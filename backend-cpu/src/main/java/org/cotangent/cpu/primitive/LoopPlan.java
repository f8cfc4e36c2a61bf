package org.cotangent.cpu.primitive;

import java.util.List;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/**
 * What a {@link BlockLoop} computes. Values are numbered: the inputs first, then the constants, then one for each step.
 * Equal plans have equal loops.
 *
 * @param wide whether one computes in float64, otherwise in float32
 */
public record LoopPlan(
        boolean wide, List<Input> inputs, List<Double> constants, List<Step> steps, List<Output> outputs) {

    /** What is at the address of an input. */
    public enum Form {
        /** Neighbouring numbers. */
        NUMBERS,
        /** One number for each row. */
        NUMBER,
        /** Neighbouring bytes, 0 or 1. */
        TRUTHS
    }

    /** An input, and the register that holds its address. */
    public record Input(int register, Form form) {}

    /** A value that is written, as numbers or as truths, and the register that holds the address. */
    public record Output(int register, int value, boolean truths) {}

    /** A function of values before it. */
    public sealed interface Step {
        /** {@code f(x)}. */
        record Unary(UnaryFunction f, int x) implements Step {}

        /** {@code f(x, y)}. */
        record Binary(BinaryFunction f, int x, int y) implements Step {}

        /** {@code condition != 0 ? x : y}. */
        record Select(int condition, int x, int y) implements Step {}
    }

    /** {@return the number of registers} */
    public int registers() {
        int registers = 0;
        for (Input input : inputs) {
            registers = Math.max(registers, input.register() + 1);
        }
        for (Output output : outputs) {
            registers = Math.max(registers, output.register() + 1);
        }
        return registers;
    }
}
