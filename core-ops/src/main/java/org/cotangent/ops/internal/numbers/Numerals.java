package org.cotangent.ops.internal.numbers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Numbers of one type as strings.
 *
 * <p>Floats are written with the fewest digits that tell them from their neighbours, plainly or, where that would be
 * long, with an exponent; bools as True and False. What is read may have a point and an exponent, and be NaN, INF, +INF
 * or -INF in any case; whole numbers are read truncated.
 */
final class Numerals {
    private final DType dtype;

    Numerals(DType dtype) {
        this.dtype = dtype;
    }

    void write(double[] from, int at, Tensor to, long index, int n) {
        for (int i = 0; i < n; i++) {
            to.strings()[(int) index + i] = real(from[at + i]);
        }
    }

    void write(long[] from, int at, Tensor to, long index, int n) {
        for (int i = 0; i < n; i++) {
            to.strings()[(int) index + i] = dtype == DType.BOOL
                    ? (from[at + i] != 0 ? "True" : "False")
                    : dtype == DType.UINT64 ? Long.toUnsignedString(from[at + i]) : Long.toString(from[at + i]);
        }
    }

    private String real(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String digits = dtype == DType.DOUBLE ? Double.toString(value) : Float.toString((float) value);
        double magnitude = Math.abs(value);
        if (magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16)) {
            String plain = new BigDecimal(digits).toPlainString();
            String signed = value == 0 && 1 / value < 0 ? "-" + plain : plain;
            return signed.indexOf('.') < 0 ? signed + ".0" : signed;
        }
        int e = digits.indexOf('E');
        BigDecimal mantissa = new BigDecimal(e < 0 ? digits : digits.substring(0, e)).stripTrailingZeros();
        int exponent = e < 0 ? 0 : Integer.parseInt(digits.substring(e + 1));
        return "%se%s%02d".formatted(mantissa.toPlainString(), exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    void read(Tensor from, long index, double[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] = toReal(from.strings()[(int) index + i]);
        }
    }

    void read(Tensor from, long index, long[] to, int at, int n) {
        for (int i = 0; i < n; i++) {
            to[at + i] = toWhole(from.strings()[(int) index + i]);
        }
    }

    private double toReal(String text) {
        String trimmed = text.strip();
        try {
            return switch (trimmed.toLowerCase(Locale.ROOT)) {
                case "nan", "+nan", "-nan" -> Double.NaN;
                case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                case "true" -> 1;
                case "false" -> 0;
                default -> Double.parseDouble(trimmed);
            };
        } catch (NumberFormatException e) {
            throw new TypeException("string \"" + text + "\" is no number and cannot be cast to " + dtype, e);
        }
    }

    private long toWhole(String text) {
        try {
            return new BigInteger(text.strip()).longValue();
        } catch (NumberFormatException e) {
            return (long) toReal(text);
        }
    }
}
