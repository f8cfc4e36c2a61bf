package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.DOUBLES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of float64 vectors, the same on every machine; see {@link FloatMath}. Largest errors in units in the last
 * place: exp and log 1, sigmoid 2.5.
 */
final class DoubleMath {

    private static final int FRACTION_BITS = 52;
    private static final double LN2_HIGH = 0x1.62e42fefa38p-1;
    private static final double LN2_REST = 0x1.ef35793c7673p-45;

    static final LongVector SIGN_BIT = LongVector.broadcast(DOUBLES.withLanes(long.class), Long.MIN_VALUE);
    static final LongVector EXPONENT_BIAS = LongVector.broadcast(DOUBLES.withLanes(long.class), 1023);
    static final LongVector SQRT_HALF_BITS =
            LongVector.broadcast(DOUBLES.withLanes(long.class), Double.doubleToRawLongBits(Math.sqrt(0.5)));

    static final DoubleVector ZERO = constant(0);
    static final DoubleVector ONE = constant(1);
    static final DoubleVector TWO = constant(2);
    static final DoubleVector HALF = constant(0.5);
    static final DoubleVector LN2_HIGH_VECTOR = constant(LN2_HIGH);
    static final DoubleVector LN2_REST_VECTOR = constant(LN2_REST);
    static final DoubleVector MINUS_LN2_HIGH = constant(-LN2_HIGH);
    static final DoubleVector MINUS_LN2_REST = constant(-LN2_REST);
    static final DoubleVector LOG2_E = constant(1 / Math.log(2));
    /** From here on all numbers are whole. */
    static final DoubleVector WHOLE_FROM = constant(0x1p52);
    /** Adding this to a number below 2^51 leaves its nearest whole number in the low bits. */
    static final DoubleVector ROUNDER = constant(0x1.8p52);

    static final LongVector ROUNDER_BITS = ROUNDER.reinterpretAsLongs();
    static final DoubleVector EXP_GREATEST = constant(710);
    static final DoubleVector EXP_LEAST = constant(-746);
    static final DoubleVector SUBNORMAL_FACTOR = constant(0x1p54);

    // 1 / k!
    static final DoubleVector EXP_2 = constant(1.0 / 2);
    static final DoubleVector EXP_3 = constant(1.0 / 6);
    static final DoubleVector EXP_4 = constant(1.0 / 24);
    static final DoubleVector EXP_5 = constant(1.0 / 120);
    static final DoubleVector EXP_6 = constant(1.0 / 720);
    static final DoubleVector EXP_7 = constant(1.0 / 5_040);
    static final DoubleVector EXP_8 = constant(1.0 / 40_320);
    static final DoubleVector EXP_9 = constant(1.0 / 362_880);
    static final DoubleVector EXP_10 = constant(1.0 / 3_628_800);
    static final DoubleVector EXP_11 = constant(1.0 / 39_916_800);
    static final DoubleVector EXP_12 = constant(1.0 / 479_001_600);
    static final DoubleVector EXP_13 = constant(1.0 / 6_227_020_800L);

    static final DoubleVector LOG_3 = constant(0x1.5555555555558p-1);
    static final DoubleVector LOG_5 = constant(0x1.99999999952d7p-2);
    static final DoubleVector LOG_7 = constant(0x1.2492492df281ap-2);
    static final DoubleVector LOG_9 = constant(0x1.c71c62e3f11e6p-3);
    static final DoubleVector LOG_11 = constant(0x1.7462b51cb66b1p-3);
    static final DoubleVector LOG_13 = constant(0x1.39fe51a7c18f9p-3);
    static final DoubleVector LOG_15 = constant(0x1.2b5900de53b32p-3);

    private DoubleMath() {}

    private static DoubleVector constant(double value) {
        return DoubleVector.broadcast(DOUBLES, value);
    }

    /** 1 where the mask is set, else 0. */
    static DoubleVector truth(VectorMask<Double> mask) {
        return ZERO.blend(ONE, mask);
    }

    static VectorMask<Double> nonZero(DoubleVector x) {
        return x.compare(VectorOperators.NE, 0);
    }

    static DoubleVector reciprocal(DoubleVector x) {
        return ONE.div(x);
    }

    static DoubleVector ceil(DoubleVector x) {
        return floor(x.neg()).neg();
    }

    static DoubleVector sign(DoubleVector x) {
        return x.blend(ONE, ZERO.lt(x)).blend(ONE.neg(), x.lt(ZERO));
    }

    /** To the nearest whole number, ties to even. */
    static DoubleVector round(DoubleVector x) {
        DoubleVector magnitude = x.abs();
        DoubleVector nearest = magnitude.add(WHOLE_FROM).sub(WHOLE_FROM);
        LongVector sign = x.reinterpretAsLongs().and(SIGN_BIT);
        return x.blend(nearest.reinterpretAsLongs().or(sign).reinterpretAsDoubles(), magnitude.lt(WHOLE_FROM));
    }

    static DoubleVector floor(DoubleVector x) {
        DoubleVector nearest = round(x);
        return nearest.blend(nearest.sub(ONE), x.lt(nearest));
    }

    static DoubleVector exp(DoubleVector x) {
        DoubleVector bounded = x.blend(EXP_GREATEST, EXP_GREATEST.lt(x)).blend(EXP_LEAST, x.lt(EXP_LEAST));
        DoubleVector shifted = bounded.fma(LOG2_E, ROUNDER);
        LongVector exponent = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
        LongVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return fraction(bounded, shifted.sub(ROUNDER)).mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
    }

    /** {@code exp(x) = 2^n exp(r)} with {@code |r| <= ln(2) / 2}; this is {@code exp(r) = 1 + r + r^2 q(r)}. */
    private static DoubleVector fraction(DoubleVector x, DoubleVector n) {
        DoubleVector r = n.fma(MINUS_LN2_REST, n.fma(MINUS_LN2_HIGH, x));
        DoubleVector q = EXP_13.fma(r, EXP_12)
                .fma(r, EXP_11)
                .fma(r, EXP_10)
                .fma(r, EXP_9)
                .fma(r, EXP_8);
        q = q.fma(r, EXP_7)
                .fma(r, EXP_6)
                .fma(r, EXP_5)
                .fma(r, EXP_4)
                .fma(r, EXP_3)
                .fma(r, EXP_2);
        return q.fma(r.mul(r), r).add(ONE);
    }

    private static DoubleVector powerOfTwo(LongVector exponent) {
        return exponent.add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, FRACTION_BITS)
                .reinterpretAsDoubles();
    }

    /** {@code e ln(2) + log(1 + f)} with {@code sqrt(1/2) <= 1 + f < sqrt(2)}. */
    static DoubleVector log(DoubleVector x) {
        VectorMask<Double> subnormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
        LongVector bits = x.blend(x.mul(SUBNORMAL_FACTOR), subnormal).reinterpretAsLongs();
        LongVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, FRACTION_BITS);
        DoubleVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, FRACTION_BITS))
                .reinterpretAsDoubles()
                .sub(ONE);
        DoubleVector whole = exponent.add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER);
        DoubleVector result = logOfFraction(f, whole.blend(whole.sub(54), subnormal));
        return x.blend(result, x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                .blend(Double.NEGATIVE_INFINITY, x.eq(ZERO))
                .blend(Double.NaN, x.lt(ZERO));
    }

    /** With {@code s = f / (2 + f)}: {@code log(1 + f) = f - (f^2 / 2 - s (f^2 / 2 + s^2 p(s^2)))}. */
    private static DoubleVector logOfFraction(DoubleVector f, DoubleVector e) {
        DoubleVector s = f.div(f.add(TWO));
        DoubleVector z = s.mul(s);
        DoubleVector p = LOG_15.fma(z, LOG_13)
                .fma(z, LOG_11)
                .fma(z, LOG_9)
                .fma(z, LOG_7)
                .fma(z, LOG_5)
                .fma(z, LOG_3);
        DoubleVector halfSquare = f.mul(f).mul(HALF);
        DoubleVector small = s.fma(p.fma(z, halfSquare), e.mul(LN2_REST_VECTOR));
        return e.fma(LN2_HIGH_VECTOR, f.sub(halfSquare.sub(small)));
    }

    /** {@code 1 / (1 + exp(-x))}, without overflow on either side. */
    static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        return e.blend(ONE, x.compare(VectorOperators.GE, ZERO)).div(e.add(ONE));
    }
}
