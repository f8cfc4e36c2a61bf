package org.cotangent.spi.op;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;

/**
 * Writes a scalar expression as ONNX operators, so that whatever is declared pointwise can be exported and, if need be,
 * differentiated by its expression.
 */
final class PointwiseExpansion implements Forward.Body {
    private final Forward.Expression expression;

    PointwiseExpansion(Forward.Expression expression) {
        this.expression = expression;
    }

    @Override
    public List<Value> expand(Formulas f, Call call) {
        DType dtype = DType.BOOL;
        for (Value input : call.inputs()) {
            if (input != null && dtype == DType.BOOL) {
                dtype = input.dtype();
            }
        }
        Scalar scalar = expression.of(call.attributes(), dtype, call.inputs().size());
        return List.of(new Writer(f, call, dtype).write(scalar));
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

        private Value number(Scalar scalar) {
            return f.cast(write(scalar), dtype);
        }

        private Value truth(Scalar scalar) {
            Value value = write(scalar);
            return value.dtype() == DType.BOOL ? value : f.cast(value, DType.BOOL);
        }

        private Value emit(Scalar scalar) {
            return switch (scalar) {
                case Scalar.Input(int index) -> call.input(index);
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
            return new UnsupportedException("a function written in Java has no expansion into ONNX operators: write it with"
                    + " the functions of Scalar, or give the operator an expansion of its own");
        }

        private Value unary(UnaryFunction function, Scalar x) {
            return switch (function) {
                case NEG -> f.neg(number(x));
                case ABS -> f.abs(number(x));
                case SIGN -> f.sign(number(x));
                case FLOOR -> f.op("Floor", number(x));
                case CEIL -> f.op("Ceil", number(x));
                case ROUND -> f.op("Round", number(x));
                case SQRT -> f.sqrt(number(x));
                case RECIPROCAL -> f.reciprocal(number(x));
                case EXP -> f.exp(number(x));
                case EXPM1 -> f.add(f.exp(number(x)), -1);
                case LOG -> f.log(number(x));
                case LOG1P -> f.log(f.add(number(x), 1));
                case SIN -> f.sin(number(x));
                case COS -> f.cos(number(x));
                case TAN -> f.op("Tan", number(x));
                case ASIN -> f.op("Asin", number(x));
                case ACOS -> f.op("Acos", number(x));
                case ATAN -> f.op("Atan", number(x));
                case SINH -> f.op("Sinh", number(x));
                case COSH -> f.op("Cosh", number(x));
                case TANH -> f.tanh(number(x));
                case ASINH -> f.op("Asinh", number(x));
                case ACOSH -> f.op("Acosh", number(x));
                case ATANH -> f.op("Atanh", number(x));
                case ERF -> f.erf(number(x));
                case SIGMOID -> f.sigmoid(number(x));
                case IS_NAN -> f.op("IsNaN", number(x));
                case IS_POSITIVE_INFINITY -> f.op("IsInf", Attributes.of("detect_negative", 0), number(x));
                case IS_NEGATIVE_INFINITY -> f.op("IsInf", Attributes.of("detect_positive", 0), number(x));
                case NOT -> f.not(truth(x));
                case BITWISE_NOT -> f.op("BitwiseNot", number(x));
            };
        }

        private Value binary(BinaryFunction function, Scalar x, Scalar y) {
            return switch (function) {
                case ADD -> f.add(number(x), number(y));
                case SUB -> f.sub(number(x), number(y));
                case MUL -> f.mul(number(x), number(y));
                case DIV -> f.div(number(x), number(y));
                case POW -> f.pow(number(x), number(y));
                case MIN -> f.op("Min", number(x), number(y));
                case MAX -> f.op("Max", number(x), number(y));
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
    }
}
