package org.cotangent.engine.plan;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;

/**
 * Puts expressions in the place of the inputs of an expression; keeps what is shared shared. Powers by 1, 2, 3 and -1
 * become products and reciprocals.
 */
final class Substitution {
    private final List<Scalar> arguments;
    private final Map<Scalar, Scalar> done = new IdentityHashMap<>();

    private Substitution(List<Scalar> arguments) {
        this.arguments = arguments;
    }

    static Substitution of(List<Scalar> arguments) {
        return new Substitution(arguments);
    }

    Scalar apply(Scalar expression) {
        Scalar known = done.get(expression);
        if (known == null) {
            known = substitute(expression);
            done.put(expression, known);
        }
        return known;
    }

    private Scalar substitute(Scalar expression) {
        return switch (expression) {
            case Scalar.Input(int index) -> arguments.get(index);
            case Scalar.Constant constant -> constant;
            case Scalar.Unary(var function, Scalar x) -> new Scalar.Unary(function, apply(x));
            case Scalar.Binary(var function, Scalar x, Scalar y) -> binary(function, apply(x), apply(y));
            case Scalar.Select(Scalar c, Scalar x, Scalar y) -> new Scalar.Select(apply(c), apply(x), apply(y));
            case Scalar.Opaque(var function, Scalar x) -> new Scalar.Opaque(function, apply(x));
            case Scalar.OpaqueBinary(var function, Scalar x, Scalar y) ->
                new Scalar.OpaqueBinary(function, apply(x), apply(y));
        };
    }

    private static Scalar binary(BinaryFunction function, Scalar x, Scalar y) {
        if (function == BinaryFunction.POW && y instanceof Scalar.Constant(double exponent)) {
            if (exponent == 1) {
                return x;
            }
            if (exponent == 2) {
                return x.times(x);
            }
            if (exponent == 3) {
                return x.times(x).times(x);
            }
            if (exponent == -1) {
                return x.apply(UnaryFunction.RECIPROCAL);
            }
        }
        return new Scalar.Binary(function, x, y);
    }
}
