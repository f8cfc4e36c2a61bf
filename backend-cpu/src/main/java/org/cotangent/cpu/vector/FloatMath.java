package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of float32 vectors, the same on every machine. The coefficients are minimax fits on the stated intervals.
 *
 * <p>Largest errors in units in the last place: exp 1.1, log 1, tanh 1.5, erf 1.5, sigmoid 2.5.
 *
 * <p>Constants are vectors, not numbers to be broadcast, and functions are short: the compiler gives up on methods with
 * more than about sixty vector operations, and then they are a hundred times slower.
 */
final class FloatMath {

    private static final int FRACTION_BITS = 23;
    private static final float SQRT_HALF = 0.70710677f;
    private static final float LOG_2 = 0.6931472f;
    private static final float WHOLE = 0x1p23f;

    static final IntVector SIGN_BIT = IntVector.broadcast(FLOATS.withLanes(int.class), Integer.MIN_VALUE);
    static final IntVector EXPONENT_BIAS = IntVector.broadcast(FLOATS.withLanes(int.class), 127);
    static final IntVector SQRT_HALF_BITS =
            IntVector.broadcast(FLOATS.withLanes(int.class), Float.floatToRawIntBits(SQRT_HALF));

    static final FloatVector ZERO = FloatVector.zero(FLOATS);
    static final FloatVector ONE = constant(1f);
    static final FloatVector MINUS_ONE = constant(-1f);
    static final FloatVector TWO = constant(2f);
    static final FloatVector MINUS_HALF = constant(-0.5f);
    static final FloatVector LN2 = constant(LOG_2);
    static final FloatVector LN2_REST = constant((float) (Math.log(2) - LOG_2));
    static final FloatVector MINUS_LN2 = LN2.neg();
    static final FloatVector MINUS_LN2_REST = LN2_REST.neg();
    static final FloatVector LOG2_E = constant(1.442695f);
    /** From here on all numbers are whole. */
    static final FloatVector WHOLE_FROM = constant(WHOLE);
    /** Adding this to a number below 2^22 leaves its nearest whole number in the low bits. */
    static final FloatVector ROUNDER = constant(0x1.8p23f);

    static final IntVector ROUNDER_BITS = ROUNDER.reinterpretAsInts();

    static final FloatVector EXP_GREATEST = constant(89f);
    static final FloatVector EXP_LEAST = constant(-104f);
    static final FloatVector EXP_2 = constant(0.5f);
    static final FloatVector EXP_3 = constant(0.16666518f);
    static final FloatVector EXP_4 = constant(0.041666206f);
    static final FloatVector EXP_5 = constant(0.008368882f);
    static final FloatVector EXP_6 = constant(0.0013950476f);

    static final FloatVector LOG_3 = constant(0.3333333f);
    static final FloatVector LOG_4 = constant(-0.25000823f);
    static final FloatVector LOG_5 = constant(0.20001227f);
    static final FloatVector LOG_6 = constant(-0.16623357f);
    static final FloatVector LOG_7 = constant(0.14201762f);
    static final FloatVector LOG_8 = constant(-0.13160194f);
    static final FloatVector LOG_9 = constant(0.1276155f);
    static final FloatVector LOG_10 = constant(-0.0763443f);

    static final FloatVector TANH_SMALL = constant(0.625f);
    static final FloatVector TANH_GREATEST = constant(10f);
    static final FloatVector TANH_3 = constant(-0.3333328f);
    static final FloatVector TANH_5 = constant(0.1333144f);
    static final FloatVector TANH_7 = constant(-0.053739525f);
    static final FloatVector TANH_9 = constant(0.020638438f);
    static final FloatVector TANH_11 = constant(-0.00570423f);

    static final FloatVector ERF_SMALL = constant(0.928f);
    static final FloatVector ERF_GREATEST = constant(4f);
    static final FloatVector ERF_1 = constant(0.12837915f);
    static final FloatVector ERF_3 = constant(-0.37612483f);
    static final FloatVector ERF_5 = constant(0.11281715f);
    static final FloatVector ERF_7 = constant(-0.026762908f);
    static final FloatVector ERF_9 = constant(0.0049876766f);
    static final FloatVector ERF_11 = constant(-5.962555e-04f);
    static final FloatVector LOG_ERFC_1 = constant(-1.1286371f);
    static final FloatVector LOG_ERFC_2 = constant(-0.63519806f);
    static final FloatVector LOG_ERFC_3 = constant(-0.10615905f);
    static final FloatVector LOG_ERFC_4 = constant(0.023694566f);
    static final FloatVector LOG_ERFC_5 = constant(-0.003610342f);
    static final FloatVector LOG_ERFC_6 = constant(3.148581e-04f);
    static final FloatVector LOG_ERFC_7 = constant(-1.0433115e-05f);

    private FloatMath() {}

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    /** 1 where the mask is set, else 0. */
    static FloatVector truth(VectorMask<Float> mask) {
        return ZERO.blend(ONE, mask);
    }

    /** A number without sign bit, or one that has that of {@code sign} already, with the sign of {@code sign}. */
    private static FloatVector withSign(FloatVector magnitude, FloatVector sign) {
        return magnitude
                .reinterpretAsInts()
                .or(sign.reinterpretAsInts().and(SIGN_BIT))
                .reinterpretAsFloats();
    }

    static VectorMask<Float> nonZero(FloatVector x) {
        return x.compare(VectorOperators.NE, 0f);
    }

    static FloatVector reciprocal(FloatVector x) {
        return ONE.div(x);
    }

    static FloatVector ceil(FloatVector x) {
        return floor(x.neg()).neg();
    }

    static FloatVector sign(FloatVector x) {
        return x.blend(ONE, ZERO.lt(x)).blend(MINUS_ONE, x.lt(ZERO));
    }

    static FloatVector floor(FloatVector x) {
        FloatVector whole = (FloatVector) x.convert(VectorOperators.F2I, 0).convert(VectorOperators.I2F, 0);
        FloatVector down = whole.blend(whole.sub(ONE), x.lt(whole));
        return x.blend(withSign(down.abs(), x), x.abs().lt(WHOLE_FROM));
    }

    /** To the nearest whole number, ties to even. */
    static FloatVector round(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector nearest = magnitude.add(WHOLE_FROM).sub(WHOLE_FROM);
        return x.blend(withSign(nearest, x), magnitude.lt(WHOLE_FROM));
    }

    /** {@code exp(x) = 2^n exp(r)} with {@code |r| <= ln(2) / 2}; this is {@code exp(r) = 1 + r + r^2 q(r)}. */
    private static FloatVector fraction(FloatVector x, FloatVector n) {
        FloatVector r = n.fma(MINUS_LN2_REST, n.fma(MINUS_LN2, x));
        FloatVector q = EXP_6.fma(r, EXP_5).fma(r, EXP_4).fma(r, EXP_3).fma(r, EXP_2);
        return q.fma(r.mul(r), r).add(ONE);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.blend(EXP_GREATEST, EXP_GREATEST.lt(x)).blend(EXP_LEAST, x.lt(EXP_LEAST));
        FloatVector shifted = bounded.fma(LOG2_E, ROUNDER);
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return fraction(bounded, shifted.sub(ROUNDER)).mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector exponent) {
        return exponent.add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .reinterpretAsFloats();
    }

    /** The exponential for {@code |x| <= 87}, where it is not at the end of its range. NaN gives any number. */
    private static FloatVector expOfModerate(FloatVector x) {
        FloatVector shifted = x.fma(LOG2_E, ROUNDER);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FRACTION_BITS);
        FloatVector fraction = fraction(x, shifted.sub(ROUNDER));
        return fraction.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }

    /** {@code e ln(2) + log(1 + f)} with {@code sqrt(1/2) <= 1 + f < sqrt(2)}. */
    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(WHOLE_FROM), subnormal).reinterpretAsInts();
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, FRACTION_BITS);
        FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, FRACTION_BITS))
                .reinterpretAsFloats()
                .sub(ONE);
        FloatVector whole = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
        FloatVector e = whole.blend(whole.sub(FRACTION_BITS), subnormal);
        FloatVector p = LOG_10.fma(f, LOG_9)
                .fma(f, LOG_8)
                .fma(f, LOG_7)
                .fma(f, LOG_6)
                .fma(f, LOG_5)
                .fma(f, LOG_4)
                .fma(f, LOG_3);
        FloatVector square = f.mul(f);
        FloatVector rest = e.fma(LN2_REST, p.mul(square).mul(f));
        FloatVector result = e.fma(LN2, square.fma(MINUS_HALF, rest).add(f));
        return x.blend(result, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY))
                .blend(Float.NEGATIVE_INFINITY, x.eq(ZERO))
                .blend(Float.NaN, x.lt(ZERO));
    }

    /** {@code x + x^3 p(x^2)} below 5/8, {@code 1 - 2 / (exp(2x) + 1)} above; NaN is below. */
    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector bounded = magnitude.blend(TANH_GREATEST, TANH_GREATEST.lt(magnitude));
        FloatVector large = ONE.sub(TWO.div(expOfModerate(bounded.add(bounded)).add(ONE)));
        FloatVector square = x.mul(x);
        FloatVector p = TANH_11.fma(square, TANH_9)
                .fma(square, TANH_7)
                .fma(square, TANH_5)
                .fma(square, TANH_3);
        FloatVector small = p.fma(square.mul(x), x);
        return withSign(small.blend(large, magnitude.compare(VectorOperators.GE, TANH_SMALL)), x);
    }

    /** {@code x + x p(x^2)} below 0.928, {@code 1 - exp(x q(x))} above; NaN is below. */
    static FloatVector erf(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector t = magnitude.blend(ERF_GREATEST, ERF_GREATEST.lt(magnitude));
        FloatVector q = LOG_ERFC_7
                .fma(t, LOG_ERFC_6)
                .fma(t, LOG_ERFC_5)
                .fma(t, LOG_ERFC_4)
                .fma(t, LOG_ERFC_3)
                .fma(t, LOG_ERFC_2)
                .fma(t, LOG_ERFC_1);
        FloatVector large = ONE.sub(expOfModerate(q.mul(t)));
        FloatVector square = x.mul(x);
        FloatVector p = ERF_11.fma(square, ERF_9)
                .fma(square, ERF_7)
                .fma(square, ERF_5)
                .fma(square, ERF_3)
                .fma(square, ERF_1);
        return withSign(p.fma(x, x).blend(large, magnitude.compare(VectorOperators.GE, ERF_SMALL)), x);
    }

    /** {@code 1 / (1 + exp(-x))}, without overflow on either side. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        return e.blend(ONE, x.compare(VectorOperators.GE, ZERO)).div(e.add(ONE));
    }
}
