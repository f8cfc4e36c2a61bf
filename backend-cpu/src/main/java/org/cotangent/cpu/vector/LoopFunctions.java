package org.cotangent.cpu.vector;

import java.util.EnumMap;
import java.util.Map;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.LoopPlan;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/**
 * The functions that a loop can consist of, and roughly how many vector operations each takes.
 *
 * <p>Functions of the platform's vector library are missing: they are calls, which a loop does not make cheaper, and
 * what they return depends on whether the loop is compiled yet.
 */
final class LoopFunctions {

    /** A function of one vector: a method of the vector itself, or one of the class of functions. */
    record Unary(String name, boolean isMethod, int weight) {}

    private static final Map<UnaryFunction, Unary> FLOATS = new EnumMap<>(Map.ofEntries(
            Map.entry(UnaryFunction.NEG, new Unary("neg", true, 1)),
            Map.entry(UnaryFunction.ABS, new Unary("abs", true, 1)),
            Map.entry(UnaryFunction.SQRT, new Unary("sqrt", true, 1)),
            Map.entry(UnaryFunction.RECIPROCAL, new Unary("reciprocal", false, 1)),
            Map.entry(UnaryFunction.SIGN, new Unary("sign", false, 4)),
            Map.entry(UnaryFunction.FLOOR, new Unary("floor", false, 14)),
            Map.entry(UnaryFunction.CEIL, new Unary("ceil", false, 16)),
            Map.entry(UnaryFunction.ROUND, new Unary("round", false, 12)),
            Map.entry(UnaryFunction.EXP, new Unary("exp", false, 25)),
            Map.entry(UnaryFunction.LOG, new Unary("log", false, 38)),
            Map.entry(UnaryFunction.SIGMOID, new Unary("sigmoid", false, 32)),
            Map.entry(UnaryFunction.TANH, new Unary("tanh", false, 32)),
            Map.entry(UnaryFunction.ERF, new Unary("erf", false, 35))));

    private static final Map<UnaryFunction, Unary> DOUBLES = doubles();

    private LoopFunctions() {}

    /** Longer polynomials, and neither tanh nor erf. */
    private static Map<UnaryFunction, Unary> doubles() {
        Map<UnaryFunction, Unary> doubles = new EnumMap<>(FLOATS);
        doubles.remove(UnaryFunction.TANH);
        doubles.remove(UnaryFunction.ERF);
        doubles.put(UnaryFunction.EXP, new Unary("exp", false, 32));
        doubles.put(UnaryFunction.LOG, new Unary("log", false, 46));
        doubles.put(UnaryFunction.SIGMOID, new Unary("sigmoid", false, 39));
        return doubles;
    }

    static Unary unary(UnaryFunction f, boolean wide) {
        Unary unary = (wide ? DOUBLES : FLOATS).get(f);
        if (unary == null) {
            throw new IllegalArgumentException(f + " cannot be part of a loop");
        }
        return unary;
    }

    static int weight(LoopPlan.Step step, boolean wide) {
        return switch (step) {
            case LoopPlan.Step.Unary(UnaryFunction f, int _) -> {
                Unary unary = (wide ? DOUBLES : FLOATS).get(f);
                yield f == UnaryFunction.NOT ? 3 : unary == null ? LoopCompiler.IMPOSSIBLE : unary.weight();
            }
            case LoopPlan.Step.Binary(BinaryFunction f, int _, int _) -> weight(f);
            case LoopPlan.Step.Select _ -> 2;
        };
    }

    private static int weight(BinaryFunction f) {
        return switch (f) {
            case ADD, SUB, MUL, DIV, MIN, MAX -> 1;
            case LESS, LESS_OR_EQUAL, EQUAL -> 2;
            case AND, OR, XOR -> 4;
            case POW, MOD, FMOD, BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                LoopCompiler.IMPOSSIBLE;
        };
    }
}
