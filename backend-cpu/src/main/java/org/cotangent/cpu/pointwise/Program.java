package org.cotangent.cpu.pointwise;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.primitive.BlockMath;

/**
 * Scalar expressions as a list of instructions on registers. Each register is a block of numbers.
 *
 * <p>Registers {@code 0 ... inputs - 1} are the inputs, then come the constants, then what instructions compute.
 * Intermediate results share registers where one ends before the other begins; a result has a register of its own,
 * unless it is an input, a constant, or equal to another result.
 */
final class Program {

    private final int inputs;
    private final double[] constants;
    private final Instruction[] instructions;
    private final int registers;
    private final int[] results;

    Program(int inputs, double[] constants, Instruction[] instructions, int registers, int[] results) {
        this.inputs = inputs;
        this.constants = constants;
        this.instructions = instructions;
        this.registers = registers;
        this.results = results;
    }

    /** This program by other instructions, which write the same registers. */
    Program with(List<Instruction> others) {
        return new Program(inputs, constants, others.toArray(Instruction[]::new), registers, results);
    }

    int inputs() {
        return inputs;
    }

    List<Double> constants() {
        return Arrays.stream(constants).boxed().toList();
    }

    List<Instruction> instructions() {
        return List.of(instructions);
    }

    /** Whether a register is still needed when the instructions before this one are done. */
    boolean isReadFrom(int instruction, int register) {
        for (int i = instruction; i < instructions.length; i++) {
            if (instructions[i].reads(register)) {
                return true;
            }
            if (instructions[i].target() == register) {
                return false;
            }
        }
        return Arrays.stream(results).anyMatch(result -> result == register);
    }

    int registers() {
        return registers;
    }

    /** The register that holds a result at the end. */
    int result(int output) {
        return results[output];
    }

    /** Whether an instruction writes this result, and no result before it is the same. */
    boolean computesResult(int output) {
        for (int other = 0; other < output; other++) {
            if (results[other] == results[output]) {
                return false;
            }
        }
        return results[output] >= inputs + constants.length;
    }

    /** Whether an input is still needed after the instruction that writes a result. */
    boolean readsAfter(int input, int output) {
        for (int result : results) {
            if (result == input) {
                return true;
            }
        }
        boolean written = false;
        for (Instruction instruction : instructions) {
            if (written && instruction.reads(input)) {
                return true;
            }
            written |= instruction.target() == results[output];
        }
        return false;
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

    @Override
    public String toString() {
        return Arrays.toString(instructions);
    }
}
