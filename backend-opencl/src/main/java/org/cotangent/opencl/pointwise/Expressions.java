package org.cotangent.opencl.pointwise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/**
 * Writes scalar expressions as statements in OpenCL C. What several expressions have in common is computed once. The
 * functions are macros and functions of the resource {@code scalar.cl}.
 */
public final class Expressions {
    private final Numbers numbers;
    private final StringBuilder statements = new StringBuilder();
    private final Map<Scalar, String> names = new HashMap<>();

    /** The numbers in which expressions are evaluated. */
    public enum Numbers {
        FLOAT32("float"),
        FLOAT64("double"),
        INT64("long"),
        UINT64("ulong");

        private final String type;

        Numbers(String type) {
            this.type = type;
        }

        /** {@return the numbers in which one computes with elements of this type} */
        public static Numbers of(DType dtype) {
            return switch (dtype) {
                case FLOAT, FLOAT16, BFLOAT16 -> FLOAT32;
                case DOUBLE -> FLOAT64;
                case UINT64 -> UINT64;
                default -> INT64;
            };
        }

        /** {@return their type in OpenCL C} */
        public String type() {
            return type;
        }

        boolean areReal() {
            return this == FLOAT32 || this == FLOAT64;
        }

        String constant(double value) {
            return switch (this) {
                case FLOAT32 -> real((float) value, Float.toHexString((float) value) + "f");
                case FLOAT64 -> real(value, Double.toHexString(value));
                case INT64, UINT64 -> "((" + type + ")0x" + Long.toHexString((long) value) + "UL)";
            };
        }

        private String real(double value, String hexadecimal) {
            String text = Double.isNaN(value)
                    ? "NAN"
                    : Double.isInfinite(value) ? (value > 0 ? "INFINITY" : "-INFINITY") : hexadecimal;
            return "((" + type + ")" + text + ")";
        }
    }

    /**
     * An empty list of statements.
     *
     * @param inputs the names of the variables that hold the inputs
     */
    public Expressions(Numbers numbers, List<String> inputs) {
        this.numbers = numbers;
        for (int i = 0; i < inputs.size(); i++) {
            names.put(Scalar.input(i), inputs.get(i));
        }
    }

    /** {@return whether an expression can be written} Functions of one's own cannot. */
    public static boolean supports(Scalar scalar, DType dtype) {
        boolean real = Numbers.of(dtype).areReal();
        return switch (scalar) {
            case Scalar.Input i -> true;
            case Scalar.Constant c -> true;
            case Scalar.Unary(UnaryFunction function, Scalar x) -> has(function, real) && supports(x, dtype);
            case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) ->
                has(function, real) && supports(x, dtype) && supports(y, dtype);
            case Scalar.Select(Scalar condition, Scalar x, Scalar y) ->
                supports(condition, dtype) && supports(x, dtype) && supports(y, dtype);
            case Scalar.Opaque o -> false;
            case Scalar.OpaqueBinary o -> false;
        };
    }

    private static boolean has(UnaryFunction function, boolean real) {
        return switch (function) {
            case BITWISE_NOT -> !real;
            case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, IS_NAN, IS_POSITIVE_INFINITY, IS_NEGATIVE_INFINITY, NOT -> true;
            default -> real;
        };
    }

    private static boolean has(BinaryFunction function, boolean real) {
        return switch (function) {
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT -> !real;
            default -> true;
        };
    }

    /** {@return the name of the variable that holds the value of an expression} */
    public String write(Scalar scalar) {
        String known = names.get(scalar);
        if (known != null) {
            return known;
        }
        String value = switch (scalar) {
            case Scalar.Input(int index) -> throw new IllegalArgumentException("there is no input " + index);
            case Scalar.Constant(double constant) -> numbers.constant(constant);
            case Scalar.Unary(UnaryFunction function, Scalar x) -> function + "_(" + write(x) + ")";
            case Scalar.Binary(BinaryFunction function, Scalar x, Scalar y) -> binary(function, x, y);
            case Scalar.Select(Scalar condition, Scalar x, Scalar y) ->
                "SELECT_(" + write(condition) + ", " + write(x) + ", " + write(y) + ")";
            case Scalar.Opaque o -> throw new IllegalArgumentException("a function of Java has no text");
            case Scalar.OpaqueBinary o -> throw new IllegalArgumentException("a function of Java has no text");
        };
        String name = "t" + names.size();
        statements
                .append("    const NUMBER ")
                .append(name)
                .append(" = ")
                .append(value)
                .append(";\n");
        names.put(scalar, name);
        return name;
    }

    /** Powers with small whole exponents are products. */
    private String binary(BinaryFunction function, Scalar x, Scalar y) {
        if (function == BinaryFunction.POW && numbers.areReal() && y instanceof Scalar.Constant(double exponent)) {
            String base = write(x);
            if (exponent == 2) {
                return "(" + base + " * " + base + ")";
            }
            if (exponent == 3) {
                return "(" + base + " * " + base + " * " + base + ")";
            }
        }
        return function + "_(" + write(x) + ", " + write(y) + ")";
    }

    /** {@return the statements so far} */
    public String statements() {
        return statements.toString();
    }

    /** {@return the definitions that the statements need, before {@code scalar.cl}} */
    public static List<String> definitions(Numbers numbers) {
        List<String> lines = new ArrayList<>();
        lines.add("#define NUMBER " + numbers.type());
        lines.add("#define " + numbers);
        return lines;
    }
}
