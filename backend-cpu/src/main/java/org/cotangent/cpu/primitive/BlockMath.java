package org.cotangent.cpu.primitive;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/**
 * Elementwise functions on blocks of numbers in native memory, in one of the domains of
 * {@link org.cotangent.spi.op.Scalar}: float32, float64 or 64-bit integers.
 *
 * <p>Operands are addresses of {@code n} neighbouring numbers; {@code n} is a multiple of {@link #lanes()}. The target
 * may be one of the sources and overlaps none in part.
 */
public interface BlockMath {

    /** {@return the numbers that are handled at once; lengths are multiples of it} */
    int lanes();

    /** {@return the bytes of a number} */
    int bytes();

    /** {@code target = f(x)}. */
    void unary(UnaryFunction f, long target, long x, int n);

    /** {@code target = f(x, y)}. */
    void binary(BinaryFunction f, long target, long x, long y, int n);

    /** {@code target = condition != 0 ? x : y}. */
    void select(long target, long condition, long x, long y, int n);

    /** {@code target = f(x)} for a function that is known only as code. */
    void map(DoubleUnaryOperator f, long target, long x, int n);

    /** {@code target = f(x, y)} for a function that is known only as code. */
    void map(DoubleBinaryOperator f, long target, long x, long y, int n);

    /**
     * Sets all to the constant, rounded to the domain. Here {@code n} is any; numbers up to the next multiple may
     * change.
     */
    void fill(long target, double constant, int n);

    /** Sets all to the first number at {@code x}. Here {@code n} is any; numbers up to the next multiple may change. */
    void spread(long target, long x, int n);
}
