package org.cotangent.cpu.pointwise;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.LoopPlan;

/** Makes loops of neighbouring instructions of a program that one loop has no room for. */
final class Loops {

    private static final int LEAST_STEPS = 2;

    private Loops() {}

    /** {@return the room that an instruction takes in a loop} */
    private static int weight(Instruction instruction, boolean wide, LoopCompiler compiler, int[] numbers) {
        LoopPlan.Step step = LoopPlanner.step(instruction, numbers);
        return step == null ? LoopCompiler.IMPOSSIBLE : compiler.weight(step, wide);
    }

    private static int[] numbers(List<Instruction> instructions) {
        int registers = 0;
        for (Instruction instruction : instructions) {
            registers = Math.max(registers, instruction.target() + 1);
        }
        return IntStream.range(0, registers).toArray();
    }

    /** {@return whether one loop has room for the instructions, and for so many inputs and outputs} */
    static boolean fit(List<Instruction> instructions, boolean wide, LoopCompiler compiler, int ports) {
        int[] numbers = numbers(instructions);
        long sum = ports;
        for (Instruction instruction : instructions) {
            sum += weight(instruction, wide, compiler, numbers);
        }
        return sum <= compiler.mostWeight();
    }

    /** {@return the program with loops in place of neighbouring instructions, as few as there is room for} */
    static Program in(Program program, boolean wide, LoopCache loops) {
        LoopCompiler compiler = loops.compiler();
        List<Instruction> instructions = program.instructions();
        int[] numbers = numbers(instructions);
        List<Instruction> result = new ArrayList<>();
        List<Instruction> part = new ArrayList<>();
        long room = 0;
        for (int i = 0; i < instructions.size(); i++) {
            long weight = 1L + weight(instructions.get(i), wide, compiler, numbers);
            if (room < weight && !part.isEmpty()) {
                result.addAll(joined(program, part, i, wide, loops));
                part = new ArrayList<>();
            }
            if (part.isEmpty()) {
                room = compiler.mostWeight();
            }
            if (room < weight) {
                result.add(instructions.get(i));
            } else {
                part.add(instructions.get(i));
                room -= weight;
            }
        }
        result.addAll(joined(program, part, instructions.size(), wide, loops));
        return result.size() == instructions.size() ? program : program.with(result);
    }

    private static List<Instruction> joined(
            Program program, List<Instruction> part, int end, boolean wide, LoopCache loops) {
        if (part.size() < LEAST_STEPS) {
            return part;
        }
        List<Integer> live = new ArrayList<>();
        for (int register = 0; register < program.registers(); register++) {
            if (program.isReadFrom(end, register)) {
                live.add(register);
            }
        }
        LazyLoop loop = loops.loop(LoopPlanner.part(program, part, wide, live));
        return List.of(new Instruction.Loop(loop, List.copyOf(part)));
    }
}
