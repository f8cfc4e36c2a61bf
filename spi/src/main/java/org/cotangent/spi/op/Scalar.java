package org.cotangent.spi.op;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A scalar expression, as data.
 *
 * <p>It is evaluated in one of three domains, by the element type of the call: float32 (for float32, and for float16
 * and bfloat16, which are rounded once at the end), float64, or 64-bit integers (whose results keep the low bits of the
 * element type). Booleans are 0 and 1 in each. Comparisons and logical operations give 0 or 1.
 */
public sealed interface Scalar {
    /** The element of input {@code index}. */
    record Input(int index) implements Scalar {}

    record Constant(double value) implements Scalar {}

    record Unary(UnaryFunction function, Scalar x) implements Scalar {}

    record Binary(BinaryFunction function, Scalar x, Scalar y) implements Scalar {}

    /** {@code condition != 0 ? x : y}; the branch not taken has no effect, NaN included. */
    record Select(Scalar condition, Scalar x, Scalar y) implements Scalar {}

    /** A function of one's own, opaque to fusion and to other backends. */
    record Opaque(DoubleUnaryOperator function, Scalar x) implements Scalar {}

    /** A function of one's own, opaque to fusion and to other backends. */
    record OpaqueBinary(DoubleBinaryOperator function, Scalar x, Scalar y) implements Scalar {}

    static Scalar input(int index) {
        return new Input(index);
    }

    static Scalar constant(double value) {
        return new Constant(value);
    }

    static Scalar select(Scalar condition, Scalar x, Scalar y) {
        return new Select(condition, x, y);
    }

    /** {@return the value in float64} It is what the expression means there; kernels are held to it. */
    default double valueAt(double... inputs) {
        return switch (this) {
            case Input(int index) -> inputs[index];
            case Constant(double value) -> value;
            case Unary(var function, Scalar x) -> function.onReals().applyAsDouble(x.valueAt(inputs));
            case Binary(var function, Scalar x, Scalar y) ->
                function.onReals().applyAsDouble(x.valueAt(inputs), y.valueAt(inputs));
            case Select(Scalar condition, Scalar x, Scalar y) ->
                (condition.valueAt(inputs) != 0 ? x : y).valueAt(inputs);
            case Opaque(var function, Scalar x) -> function.applyAsDouble(x.valueAt(inputs));
            case OpaqueBinary(var function, Scalar x, Scalar y) ->
                function.applyAsDouble(x.valueAt(inputs), y.valueAt(inputs));
        };
    }

    default Scalar apply(UnaryFunction function) {
        return new Unary(function, this);
    }

    default Scalar apply(BinaryFunction function, Scalar other) {
        return new Binary(function, this, other);
    }

    default Scalar plus(Scalar other) {
        return apply(BinaryFunction.ADD, other);
    }

    default Scalar minus(Scalar other) {
        return apply(BinaryFunction.SUB, other);
    }

    default Scalar times(Scalar other) {
        return apply(BinaryFunction.MUL, other);
    }

    default Scalar times(double factor) {
        return times(constant(factor));
    }

    default Scalar plus(double summand) {
        return plus(constant(summand));
    }

    default Scalar over(Scalar other) {
        return apply(BinaryFunction.DIV, other);
    }

    default Scalar negated() {
        return apply(UnaryFunction.NEG);
    }

    default Scalar less(Scalar other) {
        return apply(BinaryFunction.LESS, other);
    }

    default Scalar lessOrEqual(Scalar other) {
        return apply(BinaryFunction.LESS_OR_EQUAL, other);
    }

    default Scalar equal(Scalar other) {
        return apply(BinaryFunction.EQUAL, other);
    }
}
