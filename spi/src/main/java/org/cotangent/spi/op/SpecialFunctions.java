package org.cotangent.spi.op;

/** Functions of reals and integers that {@link Math} lacks. */
final class SpecialFunctions {
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

    private SpecialFunctions() {}

    static double asinh(double x) {
        double a = Math.abs(x);
        if (a > 1e8) {
            return Math.copySign(Math.log(a) + Math.log(2), x);
        }
        return Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))), x);
    }

    /** NaN below 1. */
    static double acosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        if (x > 1e8) {
            return Math.log(x) + Math.log(2);
        }
        double t = x - 1;
        return Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    static double atanh(double x) {
        return 0.5 * Math.log1p(2 * x / (1 - x));
    }

    static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    static double floorMod(double x, double y) {
        double remainder = x % y;
        return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
    }

    /** By squaring, modulo 2^64; negative exponents give 0 but for bases 1 and -1. */
    static long power(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        for (long b = base, e = exponent; e > 0; e >>= 1, b *= b) {
            if ((e & 1) == 1) {
                result *= b;
            }
        }
        return result;
    }

    /**
     * The error function, to a few units in the last place: the Maclaurin series near 0, the continued fraction of the
     * complementary function elsewhere.
     */
    static double erf(double x) {
        double a = Math.abs(x);
        if (Double.isNaN(x)) {
            return x;
        }
        if (a < 2.5) {
            double term = a;
            double sum = a;
            for (int n = 1; Math.abs(term) > 1e-18 * sum; n++) {
                term *= 2 * a * a / (2 * n + 1);
                sum += term;
            }
            return Math.copySign(TWO_OVER_SQRT_PI * Math.exp(-a * a) * sum, x);
        }
        if (a > 6) {
            return Math.copySign(1, x);
        }
        double fraction = 0;
        for (int n = 60; n > 0; n--) {
            fraction = n / 2.0 / (a + fraction);
        }
        return Math.copySign(1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction)), x);
    }
}
