package org.cotangent.cpu.primitive;

/**
 * Loops over rows of float32 in native memory, of any length. Nothing beyond a row is read or written.
 *
 * <p>Sums run over at most a few hundred float32 additions one after the other; longer ones are joined in float64.
 */
public interface FloatRows {

    /** {@return the combination of the elements of a row} */
    double combine(Combination c, long x, long n);

    /** {@code target[i] = target[i] joined with map(x[i])}: the combination of columns, one row at a time. */
    void combineInto(Combination c, long target, long x, int n);

    /** {@code y[i] = a}. */
    void set(long y, float a, int n);

    /** {@code y[i] += a x[i]}. */
    void addScaled(long y, float a, long x, int n);

    /** {@code y[i] += a}. */
    void addConstant(long y, float a, int n);

    /** {@code y[i] = a x[i]}. */
    void scale(long y, float a, long x, int n);

    /** {@code y[i] = x[i] - a}. */
    void shift(long y, float a, long x, int n);

    /** {@code y[i] = exp(x[i] - a)}; {@return the sum of y} */
    double expShifted(long y, float a, long x, int n);

    /** {@return the sum of exp(x[i] - a)} */
    double sumOfExpShifted(float a, long x, int n);

    /** {@return the sum of (x[i] - a)^2} */
    double sumOfSquaresAround(float a, long x, int n);

    /**
     * {@code y[i] = (x[i] - shift) factor scale[i] + bias[i]}.
     *
     * @param bias 0 for none
     */
    void standardize(long y, float shift, float factor, long x, long scale, long bias, int n);
}
