package org.cotangent.cpu.pointwise;

import org.cotangent.cpu.primitive.BlockMath;

/**
 * A scalar expression as a list of instructions on registers. Each register is a block of numbers.
 *
 * <p>Registers {@code 0 ... inputs - 1} are the inputs, then come the constants, then the intermediate results, which
 * share registers where one ends before the other begins, and last the result, unless it is an input or a constant.
 */
final class Program {

    private final int inputs;
    private final double[] constants;
    private final Instruction[] instructions;
    private final int registers;
    private final int result;

    Program(int inputs, double[] constants, Instruction[] instructions, int registers, int result) {
        this.inputs = inputs;
        this.constants = constants;
        this.instructions = instructions;
        this.registers = registers;
        this.result = result;
    }

    int registers() {
        return registers;
    }

    /** The register that holds the result at the end. */
    int result() {
        return result;
    }

    /** Whether the last instruction writes the result; if not, it is an input or a constant. */
    boolean computesResult() {
        return instructions.length > 0;
    }

    /** Fills the registers of the constants. */
    void fillConstants(BlockMath math, long[] at, int n) {
        for (int i = 0; i < constants.length; i++) {
            math.fill(at[inputs + i], constants[i], n);
        }
    }

    /** Computes one block of {@code n} numbers; {@code at} holds the address of each register. */
    void run(BlockMath math, long[] at, int n) {
        for (Instruction instruction : instructions) {
            instruction.run(math, at, n);
        }
    }

    /** {@return roughly the time for one element, in units of an addition} */
    int cost() {
        int sum = 0;
        for (Instruction instruction : instructions) {
            sum += instruction.cost();
        }
        return sum;
    }
}
