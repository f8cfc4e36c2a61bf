package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/** Float32 blocks in plain Java: each function is computed in float64 and rounded once. */
public final class ScalarFloatBlocks implements BlockMath {

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public int bytes() {
        return Float.BYTES;
    }

    @Override
    public void unary(UnaryFunction f, long target, long x, int n) {
        map(f.onReals(), target, x, n);
    }

    @Override
    public void binary(BinaryFunction f, long target, long x, long y, int n) {
        switch (f) {
            case ADD -> {
                for (long i = 0; i < 4L * n; i += 4) {
                    setFloat(target + i, getFloat(x + i) + getFloat(y + i));
                }
            }
            case SUB -> {
                for (long i = 0; i < 4L * n; i += 4) {
                    setFloat(target + i, getFloat(x + i) - getFloat(y + i));
                }
            }
            case MUL -> {
                for (long i = 0; i < 4L * n; i += 4) {
                    setFloat(target + i, getFloat(x + i) * getFloat(y + i));
                }
            }
            default -> map(f.onReals(), target, x, y, n);
        }
    }

    @Override
    public void select(long target, long condition, long x, long y, int n) {
        for (long i = 0; i < 4L * n; i += 4) {
            setFloat(target + i, getFloat(condition + i) != 0 ? getFloat(x + i) : getFloat(y + i));
        }
    }

    @Override
    public void map(DoubleUnaryOperator f, long target, long x, int n) {
        for (long i = 0; i < 4L * n; i += 4) {
            setFloat(target + i, (float) f.applyAsDouble(getFloat(x + i)));
        }
    }

    @Override
    public void map(DoubleBinaryOperator f, long target, long x, long y, int n) {
        for (long i = 0; i < 4L * n; i += 4) {
            setFloat(target + i, (float) f.applyAsDouble(getFloat(x + i), getFloat(y + i)));
        }
    }

    @Override
    public void fill(long target, double constant, int n) {
        float value = (float) constant;
        for (long i = 0; i < 4L * n; i += 4) {
            setFloat(target + i, value);
        }
    }

    @Override
    public void spread(long target, long x, int n) {
        float value = getFloat(x);
        for (long i = 0; i < 4L * n; i += 4) {
            setFloat(target + i, value);
        }
    }
}
