package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getDouble;
import static org.cotangent.cpu.primitive.NativeMemory.setDouble;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/** Float64 blocks, in plain Java. */
public final class ScalarDoubleBlocks implements BlockMath {

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public void unary(UnaryFunction f, long target, long x, int n) {
        map(f.onReals(), target, x, n);
    }

    @Override
    public void binary(BinaryFunction f, long target, long x, long y, int n) {
        switch (f) {
            case ADD -> {
                for (long i = 0; i < 8L * n; i += 8) {
                    setDouble(target + i, getDouble(x + i) + getDouble(y + i));
                }
            }
            case SUB -> {
                for (long i = 0; i < 8L * n; i += 8) {
                    setDouble(target + i, getDouble(x + i) - getDouble(y + i));
                }
            }
            case MUL -> {
                for (long i = 0; i < 8L * n; i += 8) {
                    setDouble(target + i, getDouble(x + i) * getDouble(y + i));
                }
            }
            default -> map(f.onReals(), target, x, y, n);
        }
    }

    @Override
    public void select(long target, long condition, long x, long y, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setDouble(target + i, getDouble(condition + i) != 0 ? getDouble(x + i) : getDouble(y + i));
        }
    }

    @Override
    public void map(DoubleUnaryOperator f, long target, long x, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setDouble(target + i, f.applyAsDouble(getDouble(x + i)));
        }
    }

    @Override
    public void map(DoubleBinaryOperator f, long target, long x, long y, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setDouble(target + i, f.applyAsDouble(getDouble(x + i), getDouble(y + i)));
        }
    }

    @Override
    public void fill(long target, double constant, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setDouble(target + i, constant);
        }
    }

    @Override
    public void spread(long target, long x, int n) {
        double value = getDouble(x);
        for (long i = 0; i < 8L * n; i += 8) {
            setDouble(target + i, value);
        }
    }
}
