package org.cotangent.ops.internal.numbers;

/**
 * float8e8m0: the powers of two from 2^-127 to 2^127, and NaN; no sign, no zero. Of negative numbers the sign is lost.
 */
final class ScaleFloat extends Minifloat {
    private static final int NAN = 0xff;
    private static final int BIAS = 127;

    private final boolean saturate;
    private final String mode;

    /**
     * @param saturate whether what is outside the range becomes the nearest end of it rather than NaN
     * @param mode {@code up}, {@code down} or {@code nearest}
     */
    ScaleFloat(boolean saturate, String mode) {
        super(8);
        this.saturate = saturate;
        this.mode = mode;
    }

    @Override
    double decode(int code) {
        return code == NAN ? Double.NaN : Math.scalb(1.0, code - BIAS);
    }

    @Override
    int encode(double value) {
        if (Double.isNaN(value)) {
            return NAN;
        }
        double magnitude = Math.abs(value);
        int exponent = Math.getExponent(magnitude);
        double fraction = magnitude / Math.scalb(1.0, exponent);
        boolean up = switch (mode) {
            case "up" -> fraction > 1;
            case "nearest" -> fraction >= 1.5;
            default -> false;
        };
        int code = exponent + (up ? 1 : 0) + BIAS;
        if (code >= 0 && code < NAN) {
            return code;
        }
        return saturate ? Math.clamp(code, 0, NAN - 1) : NAN;
    }
}
