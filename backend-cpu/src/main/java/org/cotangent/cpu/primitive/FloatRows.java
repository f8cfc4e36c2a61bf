package org.cotangent.cpu.primitive;

/** Loops over rows of float32 in native memory, of any length. Nothing beyond a row is read or written. */
public interface FloatRows extends RowArithmetic {

    @Override
    default int bytes() {
        return Float.BYTES;
    }

    /** {@code y[i] = a x[i]}. */
    void scale(long y, float a, long x, int n);

    /** {@code y[i] = x[i] a[i]}. */
    void multiply(long y, long x, long a, int n);

    /** {@code y[i] = x[i] - a[i]}. */
    void subtract(long y, long x, long a, int n);

    /** {@code y[i] = exp(x[i] - a[i])} and {@code sum[i] += y[i]}. */
    void addExpShifted(long y, long x, long a, long sum, int n);

    /** {@code y[i] = y[i] / x[i]}. */
    void divide(long y, long x, int n);

    /** {@code y[i] = x[i] - a}. */
    void shift(long y, float a, long x, int n);

    /** {@code y[i] = exp(x[i] - a)}; {@return the sum of y} */
    double expShifted(long y, float a, long x, int n);

    /** {@return the sum of exp(x[i] - a)} */
    double sumOfExpShifted(float a, long x, int n);

    /** {@return the sum of x[i] a[i]} */
    double dot(long x, long a, int n);

    /** {@code y[i] = x[i] (a[i] - b)}. */
    void multiplyShifted(long y, long x, float b, long a, int n);

    /** {@code y[i] = x[i] - a exp(z[i])}. */
    void subtractExpScaled(long y, long x, float a, long z, int n);

    /** {@return the sum of (x[i] - a)^2} */
    double sumOfSquaresAround(float a, long x, int n);

    /**
     * The sums of {@code a[i] b[i]} and of {@code a[i] b[i] (x[i] - shift)}, stored one after the other at an address.
     */
    void weightedSums(long sums, float shift, long x, long a, long b, int n);

    /** {@code sum[i] += (x[i] - shift) factor a[i]}. */
    void addStandardized(long sum, float shift, float factor, long x, long a, int n);

    /** {@code y[i] = (a[i] b[i] - average - (x[i] - shift) factor along) factor}. */
    void pullStandardized(long y, float shift, float factor, float average, float along, long x, long a, long b, int n);

    /**
     * {@code y[i] = (x[i] - shift) factor scale[i] + bias[i]}.
     *
     * @param bias 0 for none
     */
    void standardize(long y, float shift, float factor, long x, long scale, long bias, int n);

    /** {@code y[i] = (x[i] - shift) factor + bias}. */
    void standardize(long y, float shift, float factor, float bias, long x, int n);
}
