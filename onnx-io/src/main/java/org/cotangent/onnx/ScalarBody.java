package org.cotangent.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/**
 * A scalar expression as ONNX's operators on whole tensors. As expressions are meant, half precision is computed in
 * float32 and rounded at the end.
 */
record ScalarBody(Forward.Expression expression) implements Forward.Body {
    @Override
    public List<Value> expand(Formulas f, Call call) {
        DType given = call.inputs().stream()
                .filter(Objects::nonNull)
                .map(Value::dtype)
                .filter(dtype -> dtype != DType.BOOL)
                .findFirst()
                .orElse(DType.BOOL);
        boolean half = given == DType.FLOAT16 || given == DType.BFLOAT16;
        DType dtype = half ? DType.FLOAT : given;
        Scalar scalar = expression.of(call.attributes(), given, call.inputs().size());
        Value result = new Translation(f, call, dtype).value(scalar);
        return List.of(half && result.dtype() == dtype ? f.cast(result, given) : result);
    }

    private record Translation(Formulas f, Call call, DType dtype) {
        Value value(Scalar scalar) {
            return switch (scalar) {
                case Scalar.Input(int index) -> input(index);
                case Scalar.Constant(double value) -> f.scalar(dtype, value);
                case Scalar.Unary(UnaryFunction function, Scalar x) -> unary(function, x);
                case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) -> binary(function, x, y);
                case Scalar.Select(Scalar condition, Scalar x, Scalar y) ->
                    f.where(truth(condition), number(x), number(y));
                case Scalar.Opaque opaque -> throw opaque();
                case Scalar.OpaqueBinary opaque -> throw opaque();
            };
        }

        private static UnsupportedException opaque() {
            return new UnsupportedException("a function written in Java has no form in ONNX's operators: write it with"
                    + " Scalar's functions, or give the operator an expansion");
        }

        private Value input(int index) {
            Value input = call.input(index);
            return input.dtype() == DType.BOOL || input.dtype() == dtype ? input : f.cast(input, dtype);
        }

        private Value number(Scalar scalar) {
            Value value = value(scalar);
            return value.dtype() == dtype ? value : f.cast(value, dtype);
        }

        private Value truth(Scalar scalar) {
            Value value = value(scalar);
            return value.dtype() == DType.BOOL ? value : f.cast(value, DType.BOOL);
        }

        private Value unary(UnaryFunction function, Scalar x) {
            return switch (function) {
                case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, SQRT, RECIPROCAL, EXP, LOG, SIN, COS, TAN, ASIN, ACOS, ATAN ->
                    f.op(name(function), number(x));
                case SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID -> f.op(name(function), number(x));
                case EXPM1 -> f.sub(f.exp(number(x)), f.scalar(dtype, 1));
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
                case MOD -> mod(number(x), number(y));
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

        /** ONNX's Mod has this sign on integers only. */
        private Value mod(Value x, Value y) {
            return dtype.isFloating() ? f.sub(x, f.mul(y, f.op("Floor", f.div(x, y)))) : f.op("Mod", x, y);
        }

        /** ONNX's operators are called like the functions, in mixed case. */
        private static String name(Enum<?> function) {
            String name = function.name();
            return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
        }
    }
}
