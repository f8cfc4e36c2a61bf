package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getDouble;
import static org.cotangent.cpu.primitive.NativeMemory.setDouble;

import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.RowArithmetic;

/** Rows of float64 in plain Java. */
public final class ScalarDoubleRows implements RowArithmetic {

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public double combine(Combination c, long x, long n) {
        double result = c.neutral();
        for (long i = 0; i < n; i++) {
            result = c.join(result, c.map(getDouble(x + 8 * i)));
        }
        return result;
    }

    @Override
    public void combineInto(Combination c, long target, long x, int n) {
        for (long i = 0; i < n; i++) {
            setDouble(target + 8 * i, c.join(getDouble(target + 8 * i), c.map(getDouble(x + 8 * i))));
        }
    }

    @Override
    public void set(long y, double a, int n) {
        for (long i = 0; i < n; i++) {
            setDouble(y + 8 * i, a);
        }
    }

    @Override
    public void addScaled(long y, double a, long x, int n) {
        for (long i = 0; i < n; i++) {
            setDouble(y + 8 * i, getDouble(y + 8 * i) + a * getDouble(x + 8 * i));
        }
    }

    @Override
    public void addConstant(long y, double a, int n) {
        for (long i = 0; i < n; i++) {
            setDouble(y + 8 * i, getDouble(y + 8 * i) + a);
        }
    }
}
