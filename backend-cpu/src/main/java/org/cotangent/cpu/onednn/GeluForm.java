package org.cotangent.cpu.onednn;

import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.jspecify.annotations.Nullable;

/** Recognises {@code x (1 + erf(x / sqrt 2)) / 2}, whatever the order of factors and summands. */
final class GeluForm {
    private static final double TOLERANCE = 1e-6;

    private final Scalar x;
    private double factor = 1;
    private int linear;
    private int distributions;

    private GeluForm(Scalar x) {
        this.x = x;
    }

    /** Returns what the function is of, or null if the expression is another one. */
    static @Nullable Scalar argument(Scalar expression) {
        Scalar x = candidate(expression);
        if (x == null) {
            return null;
        }
        GeluForm form = new GeluForm(x);
        boolean fits = form.collect(expression) && form.linear == 1 && form.distributions == 1;
        return fits && isNear(form.factor, 0.5) ? x : null;
    }

    private static boolean isNear(double value, double expected) {
        return Math.abs(value - expected) < TOLERANCE;
    }

    /** What some factor is the distribution of. */
    private static @Nullable Scalar candidate(Scalar scalar) {
        if (!(scalar instanceof Scalar.Binary(BinaryFunction f, Scalar a, Scalar b)) || f != BinaryFunction.MUL) {
            return distributed(scalar);
        }
        Scalar first = candidate(a);
        return first == null ? candidate(b) : first;
    }

    private boolean collect(Scalar scalar) {
        if (scalar.equals(x)) {
            return ++linear == 1;
        }
        if (x.equals(distributed(scalar))) {
            return ++distributions == 1;
        }
        return switch (scalar) {
            case Scalar.Constant(double value) -> {
                factor *= value;
                yield true;
            }
            case Scalar.Binary(BinaryFunction f, Scalar a, Scalar b) ->
                f == BinaryFunction.MUL && collect(a) && collect(b);
            default -> false;
        };
    }

    /** The {@code x} of {@code erf(x / sqrt 2) + 1}, or null. */
    private static @Nullable Scalar distributed(Scalar scalar) {
        if (scalar instanceof Scalar.Binary(BinaryFunction f, Scalar a, Scalar b) && f == BinaryFunction.ADD) {
            return isOne(b) ? scaled(a) : isOne(a) ? scaled(b) : null;
        }
        return null;
    }

    private static boolean isOne(Scalar scalar) {
        return scalar instanceof Scalar.Constant(double value) && value == 1;
    }

    private static @Nullable Scalar scaled(Scalar erf) {
        if (!(erf instanceof Scalar.Unary(UnaryFunction f, Scalar y))
                || f != UnaryFunction.ERF
                || !(y instanceof Scalar.Binary(BinaryFunction g, Scalar a, Scalar b))) {
            return null;
        }
        boolean divided = g == BinaryFunction.DIV && isConstant(b, Math.sqrt(2));
        boolean multiplied = g == BinaryFunction.MUL && isConstant(b, Math.sqrt(0.5));
        return divided || multiplied ? a : g == BinaryFunction.MUL && isConstant(a, Math.sqrt(0.5)) ? b : null;
    }

    private static boolean isConstant(Scalar scalar, double expected) {
        return scalar instanceof Scalar.Constant(double value) && isNear(value, expected);
    }
}
