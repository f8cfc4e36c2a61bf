package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getLong;
import static org.cotangent.cpu.primitive.NativeMemory.setLong;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/** Blocks of 64-bit integers in plain Java, signed or unsigned. */
public final class ScalarLongBlocks implements BlockMath {

    private final boolean unsigned;

    /** {@code unsigned} says whether the numbers are those of uint64. */
    public ScalarLongBlocks(boolean unsigned) {
        this.unsigned = unsigned;
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public int bytes() {
        return Long.BYTES;
    }

    @Override
    public void unary(UnaryFunction f, long target, long x, int n) {
        LongUnaryOperator function = f.onIntegers();
        for (long i = 0; i < 8L * n; i += 8) {
            setLong(target + i, function.applyAsLong(getLong(x + i)));
        }
    }

    @Override
    public void binary(BinaryFunction f, long target, long x, long y, int n) {
        switch (f) {
            case ADD -> {
                for (long i = 0; i < 8L * n; i += 8) {
                    setLong(target + i, getLong(x + i) + getLong(y + i));
                }
            }
            case MUL -> {
                for (long i = 0; i < 8L * n; i += 8) {
                    setLong(target + i, getLong(x + i) * getLong(y + i));
                }
            }
            case EQUAL -> {
                for (long i = 0; i < 8L * n; i += 8) {
                    setLong(target + i, getLong(x + i) == getLong(y + i) ? 1 : 0);
                }
            }
            default -> apply(unsigned ? f.onUnsigned() : f.onIntegers(), target, x, y, n);
        }
    }

    private static void apply(LongBinaryOperator f, long target, long x, long y, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setLong(target + i, f.applyAsLong(getLong(x + i), getLong(y + i)));
        }
    }

    @Override
    public void select(long target, long condition, long x, long y, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setLong(target + i, getLong(condition + i) != 0 ? getLong(x + i) : getLong(y + i));
        }
    }

    @Override
    public void map(DoubleUnaryOperator f, long target, long x, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setLong(target + i, (long) f.applyAsDouble((double) getLong(x + i)));
        }
    }

    @Override
    public void map(DoubleBinaryOperator f, long target, long x, long y, int n) {
        for (long i = 0; i < 8L * n; i += 8) {
            setLong(target + i, (long) f.applyAsDouble((double) getLong(x + i), (double) getLong(y + i)));
        }
    }

    @Override
    public void fill(long target, double constant, int n) {
        long value = (long) constant;
        for (long i = 0; i < 8L * n; i += 8) {
            setLong(target + i, value);
        }
    }

    @Override
    public void spread(long target, long x, int n) {
        long value = getLong(x);
        for (long i = 0; i < 8L * n; i += 8) {
            setLong(target + i, value);
        }
    }
}
