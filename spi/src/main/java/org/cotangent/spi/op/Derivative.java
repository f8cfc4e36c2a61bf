package org.cotangent.spi.op;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the Jacobian of an operator is, for inputs and parameters alike.
 *
 * <p>Rules emit operators through {@link Formulas}; they never compute. So derivatives have derivatives, run on every
 * backend and can be exported. The engine un-broadcasts cotangents to the shape of their input, adds up those of values
 * used more than once, and never asks about inputs without a tangent space.
 */
public sealed interface Derivative {
    /** The Jacobian is zero wherever it exists. */
    record Zero(String why) implements Derivative {}

    /** The operator has a Jacobian that nobody wrote down. An error when it is needed. */
    record Missing(String what) implements Derivative {}

    /**
     * The derivative of the operator is that of its expansion: its forward must {@linkplain Forward#asExpansion have}
     * one.
     *
     * @param shortcut a shorter way to {@code J^T u}, where there is one; null for none
     */
    record ByExpansion(@Nullable Shortcut shortcut) implements Derivative {
        /** Always that of the expansion. */
        public ByExpansion() {
            this(null);
        }
    }

    /** One output; element by element {@code dy = sum_k partial_k * dx_k}, inputs broadcast against each other. */
    record Elementwise(Partials partials) implements Derivative {}

    /**
     * Linear in each of these groups of inputs while all others are held.
     *
     * <p>Add is linear in {0, 1} jointly, MatMul in {0} and in {1}, Conv in {0, 2} and in {1, 2}. A variadic port
     * counts as one index: that of its first input.
     */
    record Linear(List<Set<Integer>> groups, Transpose transpose) implements Derivative {}

    /** Both products by hand, or one of them: the other is derived by transposition. */
    record Rules(@Nullable Jvp jvp, @Nullable Vjp vjp) implements Derivative {}

    /**
     * A derivative that is, on purpose, not that of the forward map, such as a straight-through estimator.
     *
     * @param instead what is used in its place; its two products still have to fit each other
     * @param why what it stands for
     */
    record Surrogate(Derivative instead, String why) implements Derivative {}

    /** The partial derivatives of an elementwise operator. */
    @FunctionalInterface
    interface Partials {
        /** {@return {@code dy/dx_k} as a value that broadcasts to the output's shape; null if it vanishes} */
        @Nullable
        Value partial(Formulas f, Point at, int k);
    }

    /** The transposed maps of an operator that is linear. */
    @FunctionalInterface
    interface Transpose {
        /** {@return the transpose of {@code dx_k -> dy}, applied to the cotangents of all outputs} */
        Value transpose(Formulas f, Point at, int k, List<Value> cotangents);
    }

    /** The rule of the Jacobian-vector product. */
    @FunctionalInterface
    interface Jvp {
        /** {@return {@code J v}: one tangent per output of the call, given one per input} */
        List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents);
    }

    /** The rule of the vector-Jacobian product. */
    @FunctionalInterface
    interface Vjp {
        /**
         * {@return {@code J^T u}: one cotangent per input, given one per output} Only inputs in {@code wanted} are
         * looked at; for the others it is {@link Tangent.Zero}, since what is emitted for them would be computed for
         * nothing.
         */
        List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted);
    }

    /** A rule of the vector-Jacobian product for some calls of an operator. */
    @FunctionalInterface
    interface Shortcut {
        /** {@return what {@link Vjp#vjp} returns; null for a call that is left to the expansion} */
        @Nullable
        List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted);
    }

    /** {@return rules of which only the product {@code J v} is written by hand} */
    static Derivative ofJvp(Jvp jvp) {
        return new Rules(jvp, null);
    }

    /** {@return rules of which only the product {@code J^T u} is written by hand} */
    static Derivative ofVjp(Vjp vjp) {
        return new Rules(null, vjp);
    }

    /** {@return linear in one input, which is the only differentiable one} */
    static Derivative linear(Transpose transpose) {
        return new Linear(List.of(Set.of(0)), transpose);
    }
}
