package org.cotangent.spi.op;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;

/**
 * Writes scalar expressions as ONNX operators, so that whatever is declared pointwise can be exported and, if need be,
 * differentiated by its expressions. As expressions are meant, half precision is computed in float32 and rounded at the
 * end.
 */
record PointwiseExpansion(Forward.Pointwise forward) implements Forward.Body {
    @Override
    public List<Value> expand(Formulas f, Call call) {
        DType given = DType.BOOL;
        for (Value input : call.inputs()) {
            if (input != null && given == DType.BOOL) {
                given = input.dtype();
            }
        }
        DType result = given;
        DType dtype = given == DType.FLOAT16 || given == DType.BFLOAT16 ? DType.FLOAT : given;
        Writer writer = new Writer(f, call, dtype);
        return forward.of(call.attributes(), given, call.inputs().size()).stream()
                .map(writer::write)
                .map(value -> value.dtype() == dtype ? f.cast(value, result) : value)
                .toList();
    }

    /** Parts that are shared are written once. Truth values are of type bool in the graph, numbers of {@code dtype}. */
    private static final class Writer {
        private final Formulas f;
        private final Call call;
        private final DType dtype;
        private final Map<Scalar, Value> written = new IdentityHashMap<>();

        Writer(Formulas f, Call call, DType dtype) {
            this.f = f;
            this.call = call;
            this.dtype = dtype;
        }

        Value write(Scalar scalar) {
            Value value = written.get(scalar);
            if (value == null) {
                value = emit(scalar);
                written.put(scalar, value);
            }
            return value;
        }

        private Value input(Value input) {
            return input.dtype() == DType.BOOL ? input : f.cast(input, dtype);
        }

        private Value number(Scalar scalar) {
            return f.cast(write(scalar), dtype);
        }

        private Value truth(Scalar scalar) {
            Value value = write(scalar);
            return value.dtype() == DType.BOOL ? value : f.cast(value, DType.BOOL);
        }

        private Value emit(Scalar scalar) {
            return switch (scalar) {
                case Scalar.Input(int index) -> input(call.input(index));
                case Scalar.Constant(double value) -> f.scalar(dtype, value);
                case Scalar.Unary(UnaryFunction function, Scalar x) -> unary(function, x);
                case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) -> binary(function, x, y);
                case Scalar.Select(Scalar condition, Scalar x, Scalar y) ->
                    f.where(truth(condition), number(x), number(y));
                case Scalar.Opaque o -> throw opaque();
                case Scalar.OpaqueBinary o -> throw opaque();
            };
        }

        private static UnsupportedException opaque() {
            return new UnsupportedException(
                    "a function written in Java has no expansion into ONNX operators: write it with"
                            + " the functions of Scalar, or give the operator an expansion of its own");
        }

        private Value unary(UnaryFunction function, Scalar x) {
            return switch (function) {
                case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, SQRT, RECIPROCAL, EXP, LOG, SIN, COS, TAN, ASIN, ACOS, ATAN ->
                    f.op(name(function), number(x));
                case SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID -> f.op(name(function), number(x));
                case EXPM1 -> f.add(f.exp(number(x)), -1);
                case LOG1P -> f.log(f.add(number(x), 1));
                case IS_NAN -> f.op("IsNaN", number(x));
                case IS_POSITIVE_INFINITY -> f.op("IsInf", Attributes.of("detect_negative", 0), number(x));
                case IS_NEGATIVE_INFINITY -> f.op("IsInf", Attributes.of("detect_positive", 0), number(x));
                case NOT -> f.not(truth(x));
                case BITWISE_NOT -> f.op("BitwiseNot", number(x));
            };
        }

        private Value binary(BinaryFunction function, Scalar x, Scalar y) {
            return switch (function) {
                case ADD, SUB, MUL, DIV, POW, MIN, MAX -> f.op(name(function), number(x), number(y));
                case MOD -> mod(x, y);
                case FMOD -> f.op("Mod", Attributes.of("fmod", 1), number(x), number(y));
                case LESS -> f.less(number(x), number(y));
                case LESS_OR_EQUAL -> f.lessOrEqual(number(x), number(y));
                case EQUAL -> f.equal(number(x), number(y));
                case AND -> f.and(truth(x), truth(y));
                case OR -> f.or(truth(x), truth(y));
                case XOR -> f.op("Xor", truth(x), truth(y));
                case BITWISE_AND -> f.op("BitwiseAnd", number(x), number(y));
                case BITWISE_OR -> f.op("BitwiseOr", number(x), number(y));
                case BITWISE_XOR -> f.op("BitwiseXor", number(x), number(y));
                case SHIFT_LEFT -> f.op("BitShift", Attributes.of("direction", "LEFT"), number(x), number(y));
                case SHIFT_RIGHT -> f.op("BitShift", Attributes.of("direction", "RIGHT"), number(x), number(y));
            };
        }

        /** ONNX's Mod takes floats only with the sign of the dividend. */
        private Value mod(Scalar x, Scalar y) {
            if (!dtype.isFloating()) {
                return f.op("Mod", number(x), number(y));
            }
            Value quotient = f.op("Floor", f.div(number(x), number(y)));
            return f.sub(number(x), f.mul(number(y), quotient));
        }

        /** ONNX's operators are called like the functions, in mixed case. */
        private static String name(Enum<?> function) {
            String name = function.name();
            return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
