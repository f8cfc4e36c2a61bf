package org.cotangent.cpu.primitive;

/**
 * Steps of recurrent layers back in time, for {@code n} float32 hidden units of one element of the batch: cotangents of
 * the next states become those of the states before, but for what comes through products with weights. Operands are
 * addresses; of the trace and of the sums, one number after the other for all units.
 */
public interface RecurrentLoops {

    /**
     * {@code next = f c + i g}.
     *
     * @param trace i, o, f, g, h, c
     */
    void cell(long trace, long next, int n);

    /**
     * The reverse of {@code h = o shown}, where o is a sigmoid and {@code shown = tanh(c)}.
     *
     * @param dh the cotangent of h, which is replaced by 0
     * @param dc the cotangent of c, to which is added
     * @param sum the cotangent of the sum of o, which is written
     */
    void shown(long output, long shown, long dh, long dc, long sum, int n);

    /**
     * The reverse of {@link #cell}, where i and f are sigmoids and g is a tanh.
     *
     * @param dc the cotangent of the next state, which is replaced by that of c
     * @param sums the cotangents of the sums of i, o, f, g, of which all but o's are written
     */
    void kept(long trace, long dc, long sums, int n);

    /** {@code dc = dc + peephole sum}. */
    void peep(long dc, long peephole, long sum, int n);

    /**
     * {@code h = z h' + (1 - z) g}. The cotangent of h is replaced by that of h'.
     *
     * @param trace z, r, g, h'
     * @param dh the cotangent of h
     * @param sums the cotangents of the sums of z, r and g, of which all but r's are written
     */
    void gru(long trace, long dh, long sums, int n);

    /**
     * {@code p = r factor}, where r is a sigmoid.
     *
     * @param dp the cotangent of p
     * @param sum the cotangent of the sum of r, which is written
     * @param dFactor the cotangent of the factor, which is written; may be {@code dp}
     */
    void reset(long r, long factor, long dp, long sum, long dFactor, int n);

    /**
     * {@code h = tanh(sum)}. The cotangent of h is replaced by 0.
     *
     * @param h what is traced
     * @param dh the cotangent of h
     * @param sum the cotangent of the sum, which is written
     */
    void rnn(long h, long dh, long sum, int n);
}
