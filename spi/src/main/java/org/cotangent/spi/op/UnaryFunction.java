package org.cotangent.spi.op;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The functions of one scalar. {@code onReals} defines them; {@code onIntegers} is null where integers have none. */
public enum UnaryFunction {
    NEG(x -> -x, x -> -x),
    ABS(Math::abs, Math::abs),
    /** -1, 0 or 1; NaN stays NaN. */
    SIGN(Math::signum, Long::signum),
    FLOOR(Math::floor, x -> x),
    CEIL(Math::ceil, x -> x),
    /** To the nearest whole number, ties to even. */
    ROUND(Math::rint, x -> x),
    SQRT(Math::sqrt, null),
    RECIPROCAL(x -> 1 / x, null),
    EXP(Math::exp, null),
    EXPM1(Math::expm1, null),
    LOG(Math::log, null),
    LOG1P(Math::log1p, null),
    SIN(Math::sin, null),
    COS(Math::cos, null),
    TAN(Math::tan, null),
    ASIN(Math::asin, null),
    ACOS(Math::acos, null),
    ATAN(Math::atan, null),
    SINH(Math::sinh, null),
    COSH(Math::cosh, null),
    TANH(Math::tanh, null),
    ASINH(SpecialFunctions::asinh, null),
    ACOSH(SpecialFunctions::acosh, null),
    ATANH(SpecialFunctions::atanh, null),
    ERF(SpecialFunctions::erf, null),
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID(SpecialFunctions::sigmoid, null),
    IS_NAN(x -> Double.isNaN(x) ? 1 : 0, x -> 0),
    IS_POSITIVE_INFINITY(x -> x == Double.POSITIVE_INFINITY ? 1 : 0, x -> 0),
    IS_NEGATIVE_INFINITY(x -> x == Double.NEGATIVE_INFINITY ? 1 : 0, x -> 0),
    /** Logical negation. */
    NOT(x -> x == 0 ? 1 : 0, x -> x == 0 ? 1 : 0),
    BITWISE_NOT(null, x -> ~x);

    private final @Nullable DoubleUnaryOperator onReals;
    private final @Nullable LongUnaryOperator onIntegers;

    UnaryFunction(@Nullable DoubleUnaryOperator onReals, @Nullable LongUnaryOperator onIntegers) {
        this.onReals = onReals;
        this.onIntegers = onIntegers;
    }

    /** {@return the function on reals} Throws {@link IllegalStateException} if there is none. */
    public DoubleUnaryOperator onReals() {
        if (onReals == null) {
            throw new IllegalStateException(this + " is not a function of reals");
        }
        return onReals;
    }

    /** {@return the function on 64-bit integers} Throws {@link IllegalStateException} if there is none. */
    public LongUnaryOperator onIntegers() {
        if (onIntegers == null) {
            throw new IllegalStateException(this + " is not a function of integers");
        }
        return onIntegers;
    }
}
