package org.cotangent.cpu.pointwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.primitive.LoopPlan;
import org.cotangent.cpu.primitive.LoopPlan.Step;
import org.jspecify.annotations.Nullable;

/** Numbers the values of instructions, as plans of loops want it. */
final class LoopPlanner {

    private static final int UNKNOWN = -1;

    private final List<LoopPlan.Input> inputs;
    private final List<Double> constants;
    private final List<Step> steps = new ArrayList<>();
    /** For each register the value in it. */
    private final int[] values;

    private LoopPlanner(List<LoopPlan.Input> inputs, List<Double> constants, int registers) {
        this.inputs = inputs;
        this.constants = constants;
        this.values = new int[registers];
        Arrays.fill(values, UNKNOWN);
    }

    /** {@return the instruction without its registers; null for functions that are known only as code} */
    static @Nullable Step step(Instruction instruction, int[] values) {
        return switch (instruction) {
            case Instruction.Unary(var f, int _, int x) -> new Step.Unary(f, values[x]);
            case Instruction.Binary(var f, int _, int x, int y) -> new Step.Binary(f, values[x], values[y]);
            case Instruction.Select(int _, int condition, int x, int y) ->
                new Step.Select(values[condition], values[x], values[y]);
            case Instruction.Opaque _, Instruction.OpaqueBinary _, Instruction.Loop _ -> null;
        };
    }

    /**
     * {@return the plan of a whole program} Its registers are the inputs and then the outputs.
     *
     * @param forms of the inputs
     * @param truths which outputs are truths
     */
    static LoopPlan whole(Program program, boolean wide, List<LoopPlan.Form> forms, boolean[] truths) {
        List<LoopPlan.Input> inputs = new ArrayList<>();
        for (int k = 0; k < forms.size(); k++) {
            inputs.add(new LoopPlan.Input(k, forms.get(k)));
        }
        LoopPlanner planner = new LoopPlanner(inputs, program.constants(), program.registers());
        for (int i = 0; i < inputs.size() + program.constants().size(); i++) {
            planner.values[i] = i;
        }
        program.instructions().forEach(planner::add);
        List<LoopPlan.Output> outputs = new ArrayList<>();
        for (int i = 0; i < truths.length; i++) {
            outputs.add(new LoopPlan.Output(inputs.size() + i, planner.values[program.result(i)], truths[i]));
        }
        return planner.plan(wide, outputs);
    }

    /**
     * {@return the plan of some instructions of a program} Its registers are those of the program.
     *
     * @param live registers that are read later
     */
    static LoopPlan part(Program program, List<Instruction> part, boolean wide, List<Integer> live) {
        int firstConstant = program.inputs();
        int firstTarget = firstConstant + program.constants().size();
        boolean[] read = new boolean[program.registers()];
        boolean[] written = new boolean[program.registers()];
        for (Instruction instruction : part) {
            for (int register = 0; register < read.length; register++) {
                read[register] |= instruction.reads(register) && !written[register];
            }
            written[instruction.target()] = true;
        }
        List<LoopPlan.Input> inputs = new ArrayList<>();
        List<Double> constants = new ArrayList<>();
        for (int register = 0; register < read.length; register++) {
            if (read[register] && register >= firstConstant && register < firstTarget) {
                constants.add(program.constants().get(register - firstConstant));
            } else if (read[register]) {
                inputs.add(new LoopPlan.Input(register, LoopPlan.Form.NUMBERS));
            }
        }
        LoopPlanner planner = new LoopPlanner(inputs, constants, read.length);
        for (int i = 0; i < inputs.size(); i++) {
            planner.values[inputs.get(i).register()] = i;
        }
        int next = inputs.size();
        for (int register = firstConstant; register < firstTarget; register++) {
            if (read[register]) {
                planner.values[register] = next++;
            }
        }
        part.forEach(planner::add);
        List<LoopPlan.Output> outputs = new ArrayList<>();
        for (int register : live) {
            if (written[register]) {
                outputs.add(new LoopPlan.Output(register, planner.values[register], false));
            }
        }
        return planner.plan(wide, outputs);
    }

    private void add(Instruction instruction) {
        Step step = step(instruction, values);
        if (step == null) {
            throw new IllegalArgumentException(instruction + " cannot be part of a loop");
        }
        values[instruction.target()] = inputs.size() + constants.size() + steps.size();
        steps.add(step);
    }

    private LoopPlan plan(boolean wide, List<LoopPlan.Output> outputs) {
        return new LoopPlan(wide, List.copyOf(inputs), List.copyOf(constants), List.copyOf(steps), outputs);
    }
}
