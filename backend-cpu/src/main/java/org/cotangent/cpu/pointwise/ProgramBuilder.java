package org.cotangent.cpu.pointwise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;

/**
 * Flattens scalar expressions. Equal subexpressions are computed once; powers with the exponents 2 and 3 become
 * products.
 */
final class ProgramBuilder {

    /** A step whose registers are the numbers of the steps that compute them. */
    private record Step(Scalar form, int a, int b, int c) {}

    /** What makes two steps equal: the function and the steps it is applied to. */
    private record Key(Object function, int a, int b, int c) {}

    private static final int NONE = -1;

    private final int inputs;
    private final List<Step> steps = new ArrayList<>();
    private final IdentityHashMap<Scalar, Integer> seen = new IdentityHashMap<>();
    private final Map<Key, Integer> known = new HashMap<>();

    private ProgramBuilder(int inputs) {
        this.inputs = inputs;
    }

    /** {@return the program whose results are these expressions} */
    static Program build(List<Scalar> expressions, int inputs) {
        ProgramBuilder builder = new ProgramBuilder(inputs);
        for (int i = 0; i < inputs; i++) {
            builder.number(Scalar.input(i));
        }
        int[] results = expressions.stream().mapToInt(builder::number).toArray();
        return builder.allocate(results);
    }

    private int number(Scalar expression) {
        Integer done = seen.get(expression);
        if (done == null) {
            done = flatten(expression);
            seen.put(expression, done);
        }
        return done;
    }

    private int flatten(Scalar expression) {
        return switch (expression) {
            case Scalar.Input input -> add(expression, "input", input.index(), NONE, NONE);
            case Scalar.Constant constant ->
                add(expression, Double.doubleToRawLongBits(constant.value()), NONE, NONE, NONE);
            case Scalar.Unary(var f, Scalar x) -> add(expression, f, number(x), NONE, NONE);
            case Scalar.Binary(var f, Scalar x, Scalar y) -> binary(expression, f, x, y);
            case Scalar.Select(Scalar condition, Scalar x, Scalar y) ->
                add(expression, "select", number(condition), number(x), number(y));
            case Scalar.Opaque(var f, Scalar x) -> add(expression, f, number(x), NONE, NONE);
            case Scalar.OpaqueBinary(var f, Scalar x, Scalar y) -> add(expression, f, number(x), number(y), NONE);
        };
    }

    private int binary(Scalar expression, BinaryFunction f, Scalar x, Scalar y) {
        if (f == BinaryFunction.POW && y instanceof Scalar.Constant(double exponent)) {
            if (exponent == 2) {
                return number(x.times(x));
            }
            if (exponent == 3) {
                return number(x.times(x).times(x));
            }
        }
        return add(expression, f, number(x), number(y), NONE);
    }

    private int add(Scalar form, Object function, int a, int b, int c) {
        return known.computeIfAbsent(new Key(function, a, b, c), key -> {
            steps.add(new Step(form, a, b, c));
            return steps.size() - 1;
        });
    }

    /** Gives steps registers. */
    private Program allocate(int[] results) {
        boolean[] isResult = new boolean[steps.size()];
        for (int result : results) {
            isResult[result] = true;
        }
        int[] lastUse = new int[steps.size()];
        for (int i = 0; i < steps.size(); i++) {
            lastUse[i] = i;
            if (!isLeaf(steps.get(i).form())) {
                markUse(lastUse, steps.get(i).a(), i);
                markUse(lastUse, steps.get(i).b(), i);
                markUse(lastUse, steps.get(i).c(), i);
            }
        }
        int[] register = new int[steps.size()];
        List<Double> constants = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i).form()) {
                case Scalar.Input input -> register[i] = input.index();
                case Scalar.Constant constant -> {
                    register[i] = inputs + constants.size();
                    constants.add(constant.value());
                }
                default -> register[i] = NONE;
            }
        }
        int first = inputs + constants.size();
        int used = first;
        PriorityQueue<Integer> free = new PriorityQueue<>();
        List<Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (isLeaf(step.form())) {
                continue;
            }
            for (int operand : new int[] {step.a(), step.b(), step.c()}) {
                boolean ends =
                        operand != NONE && lastUse[operand] == i && register[operand] >= first && !isResult[operand];
                if (ends && !free.contains(register[operand])) {
                    free.add(register[operand]);
                }
            }
            if (isResult[i]) {
                register[i] = used++;
            } else {
                Integer reused = free.poll();
                register[i] = reused == null ? used++ : reused;
            }
            instructions.add(instruction(step, register, register[i]));
        }
        double[] values = constants.stream().mapToDouble(Double::doubleValue).toArray();
        int[] resultRegisters = new int[results.length];
        for (int i = 0; i < results.length; i++) {
            resultRegisters[i] = register[results[i]];
        }
        return new Program(inputs, values, instructions.toArray(Instruction[]::new), used, resultRegisters);
    }

    private static void markUse(int[] lastUse, int operand, int at) {
        if (operand != NONE) {
            lastUse[operand] = at;
        }
    }

    private static boolean isLeaf(Scalar form) {
        return form instanceof Scalar.Input || form instanceof Scalar.Constant;
    }

    private static Instruction instruction(Step step, int[] register, int target) {
        int a = register[step.a()];
        int b = step.b() == NONE ? NONE : register[step.b()];
        return switch (step.form()) {
            case Scalar.Unary unary -> new Instruction.Unary(unary.function(), target, a);
            case Scalar.Binary binary -> new Instruction.Binary(binary.function(), target, a, b);
            case Scalar.Select select -> new Instruction.Select(target, a, b, register[step.c()]);
            case Scalar.Opaque opaque -> new Instruction.Opaque(opaque.function(), target, a);
            case Scalar.OpaqueBinary opaque -> new Instruction.OpaqueBinary(opaque.function(), target, a, b);
            case Scalar.Input input -> throw new IllegalStateException("an input is no instruction: " + input);
            case Scalar.Constant constant ->
                throw new IllegalStateException("a constant is no instruction: " + constant);
        };
    }
}
