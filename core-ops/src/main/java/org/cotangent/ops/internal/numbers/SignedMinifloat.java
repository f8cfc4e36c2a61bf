package org.cotangent.ops.internal.numbers;

/** A sign, an exponent and a fraction; rounding goes to the nearest, of two equally near ones to the even code. */
final class SignedMinifloat extends Minifloat {
    private final int fractionBits;
    private final int bias;
    private final int signBit;
    private final int largest;
    private final int nan;
    private final int overflow;
    private final boolean signedZero;

    /**
     * @param largest the code of the largest finite number
     * @param nan the code of NaN
     * @param overflow the code of what is larger
     * @param signedZero whether zero, NaN and infinity have a sign
     */
    SignedMinifloat(int bits, int fractionBits, int bias, int largest, int nan, int overflow, boolean signedZero) {
        super(bits);
        this.fractionBits = fractionBits;
        this.bias = bias;
        this.signBit = 1 << (bits - 1);
        this.largest = largest;
        this.nan = nan;
        this.overflow = overflow;
        this.signedZero = signedZero;
    }

    @Override
    double decode(int code) {
        int magnitude = code & (signBit - 1);
        double value = signedZero ? special(magnitude) : code == nan ? Double.NaN : finite(magnitude);
        return (code & signBit) == 0 ? value : -value;
    }

    private double special(int magnitude) {
        if (magnitude <= largest) {
            return finite(magnitude);
        }
        return magnitude == largest + 1 && nan != magnitude ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    private double finite(int magnitude) {
        int exponent = magnitude >> fractionBits;
        int fraction = magnitude & ((1 << fractionBits) - 1);
        return exponent == 0
                ? Math.scalb((double) fraction, 1 - bias - fractionBits)
                : Math.scalb((double) (fraction + (1 << fractionBits)), exponent - bias - fractionBits);
    }

    @Override
    int encode(double value) {
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        int magnitude = Double.isNaN(value) ? nan : nearest(Math.abs(value));
        boolean signed = signedZero || (magnitude != 0 && magnitude != nan);
        return negative && signed ? magnitude | signBit : magnitude;
    }

    private int nearest(double value) {
        int exponent = Math.max(Math.getExponent(value), 1 - bias);
        double steps = Math.rint(Math.scalb(value, fractionBits - exponent));
        if (Math.scalb(steps, exponent - fractionBits) > finite(largest)) {
            return overflow;
        }
        return (int) steps + ((exponent + bias - 1) << fractionBits);
    }
}
