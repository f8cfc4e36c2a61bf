package org.cotangent.spi.op;

import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The functions of two scalars.
 *
 * <p>The functions on integers are those of signed 64-bit numbers; the ones where unsigned 64-bit numbers differ say so
 * by {@link #onUnsigned()}.
 */
public enum BinaryFunction {
    ADD((x, y) -> x + y, (x, y) -> x + y, null),
    SUB((x, y) -> x - y, (x, y) -> x - y, null),
    MUL((x, y) -> x * y, (x, y) -> x * y, null),
    /** On integers truncated towards zero; division by zero gives 0. */
    DIV((x, y) -> x / y, (x, y) -> y == 0 ? 0 : x / y, (x, y) -> y == 0 ? 0 : Long.divideUnsigned(x, y)),
    POW(Math::pow, SpecialFunctions::power, SpecialFunctions::power),
    /** NaN if either is NaN. */
    MIN(Math::min, Math::min, (x, y) -> Long.compareUnsigned(x, y) <= 0 ? x : y),
    /** NaN if either is NaN. */
    MAX(Math::max, Math::max, (x, y) -> Long.compareUnsigned(x, y) >= 0 ? x : y),
    /** The remainder with the sign of the divisor. */
    MOD(
            SpecialFunctions::floorMod,
            (x, y) -> y == 0 ? 0 : Math.floorMod(x, y),
            (x, y) -> y == 0 ? 0 : Long.remainderUnsigned(x, y)),
    /** The remainder with the sign of the dividend. */
    FMOD((x, y) -> x % y, (x, y) -> y == 0 ? 0 : x % y, (x, y) -> y == 0 ? 0 : Long.remainderUnsigned(x, y)),
    LESS((x, y) -> x < y ? 1 : 0, (x, y) -> x < y ? 1 : 0, (x, y) -> Long.compareUnsigned(x, y) < 0 ? 1 : 0),
    LESS_OR_EQUAL(
            (x, y) -> x <= y ? 1 : 0, (x, y) -> x <= y ? 1 : 0, (x, y) -> Long.compareUnsigned(x, y) <= 0 ? 1 : 0),
    EQUAL((x, y) -> x == y ? 1 : 0, (x, y) -> x == y ? 1 : 0, null),
    /** Logical and. */
    AND((x, y) -> x != 0 && y != 0 ? 1 : 0, (x, y) -> x != 0 && y != 0 ? 1 : 0, null),
    /** Logical or. */
    OR((x, y) -> x != 0 || y != 0 ? 1 : 0, (x, y) -> x != 0 || y != 0 ? 1 : 0, null),
    /** Logical exclusive or. */
    XOR((x, y) -> (x != 0) != (y != 0) ? 1 : 0, (x, y) -> (x != 0) != (y != 0) ? 1 : 0, null),
    BITWISE_AND(null, (x, y) -> x & y, null),
    BITWISE_OR(null, (x, y) -> x | y, null),
    BITWISE_XOR(null, (x, y) -> x ^ y, null),
    /** Shifts of 64 and more give 0. */
    SHIFT_LEFT(null, (x, y) -> y >= 64 ? 0 : x << y, null),
    /** Fills with zeros; shifts of 64 and more give 0. */
    SHIFT_RIGHT(null, (x, y) -> y >= 64 ? 0 : x >>> y, null);

    private final @Nullable DoubleBinaryOperator onReals;
    private final LongBinaryOperator onIntegers;
    private final @Nullable LongBinaryOperator onUnsigned;

    BinaryFunction(
            @Nullable DoubleBinaryOperator onReals,
            LongBinaryOperator onIntegers,
            @Nullable LongBinaryOperator onUnsigned) {
        this.onReals = onReals;
        this.onIntegers = onIntegers;
        this.onUnsigned = onUnsigned;
    }

    /** {@return the function on reals} Throws {@link IllegalStateException} if there is none. */
    public DoubleBinaryOperator onReals() {
        if (onReals == null) {
            throw new IllegalStateException(this + " is not a function of reals");
        }
        return onReals;
    }

    /** {@return the function on signed 64-bit integers, and on all narrower ones} */
    public LongBinaryOperator onIntegers() {
        return onIntegers;
    }

    /** {@return the function on unsigned 64-bit integers} */
    public LongBinaryOperator onUnsigned() {
        return onUnsigned == null ? onIntegers : onUnsigned;
    }
}
