package org.cotangent.cpu.primitive;

/**
 * Loops over rows of numbers of one type in native memory, of any length. Nothing beyond a row is read or written.
 * Numbers that are passed are rounded to the type.
 *
 * <p>Sums in float32 run over at most a few hundred additions one after the other; longer ones are joined in float64.
 */
public interface RowArithmetic {

    /** {@return the bytes of a number} */
    int bytes();

    /** {@return the number at an address} */
    default double get(long address) {
        return bytes() == Float.BYTES ? NativeMemory.getFloat(address) : NativeMemory.getDouble(address);
    }

    /** Stores a number at an address. */
    default void put(long address, double value) {
        if (bytes() == Float.BYTES) {
            NativeMemory.setFloat(address, (float) value);
        } else {
            NativeMemory.setDouble(address, value);
        }
    }

    /** {@return the combination of the elements of a row} */
    double combine(Combination c, long x, long n);

    /** {@code target[i] = target[i] joined with map(x[i])}: the combination of columns, one row at a time. */
    void combineInto(Combination c, long target, long x, int n);

    /** {@code y[i] = a}. */
    void set(long y, double a, int n);

    /** {@code y[i] += a x[i]}. */
    void addScaled(long y, double a, long x, int n);

    /** {@code y[i] += a}. */
    void addConstant(long y, double a, int n);
}
