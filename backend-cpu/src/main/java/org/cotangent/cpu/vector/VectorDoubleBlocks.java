package org.cotangent.cpu.vector;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.scalar.ScalarDoubleBlocks;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/** Float64 blocks by vectors; functions without vector code go to the plain twin. */
final class VectorDoubleBlocks implements BlockMath {

    private final ScalarDoubleBlocks scalar = new ScalarDoubleBlocks();

    @Override
    public int lanes() {
        return Lanes.DOUBLES.length();
    }

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public void unary(UnaryFunction f, long target, long x, int n) {
        int size = Double.BYTES * n;
        switch (f) {
            case NEG -> DoubleLoops.negate(target, x, size);
            case ABS -> DoubleLoops.abs(target, x, size);
            case SIGN -> DoubleLoops.sign(target, x, size);
            case FLOOR -> DoubleLoops.floor(target, x, size);
            case CEIL -> DoubleLoops.ceil(target, x, size);
            case ROUND -> DoubleLoops.round(target, x, size);
            case SQRT -> DoubleLoops.sqrt(target, x, size);
            case RECIPROCAL -> DoubleLoops.reciprocal(target, x, size);
            case EXP -> DoubleLoops.exp(target, x, size);
            case LOG -> DoubleLoops.log(target, x, size);
            case SIGMOID -> DoubleLoops.sigmoid(target, x, size);
            case NOT -> DoubleLoops.not(target, x, size);
            default -> scalar.unary(f, target, x, n);
        }
    }

    @Override
    public void binary(BinaryFunction f, long target, long x, long y, int n) {
        int size = Double.BYTES * n;
        switch (f) {
            case ADD -> DoubleLoops.add(target, x, y, size);
            case SUB -> DoubleLoops.subtract(target, x, y, size);
            case MUL -> DoubleLoops.multiply(target, x, y, size);
            case DIV -> DoubleLoops.divide(target, x, y, size);
            case MIN -> DoubleLoops.min(target, x, y, size);
            case MAX -> DoubleLoops.max(target, x, y, size);
            case LESS -> DoubleLoops.less(target, x, y, size);
            case LESS_OR_EQUAL -> DoubleLoops.lessOrEqual(target, x, y, size);
            case EQUAL -> DoubleLoops.equal(target, x, y, size);
            default -> scalar.binary(f, target, x, y, n);
        }
    }

    @Override
    public void select(long target, long condition, long x, long y, int n) {
        DoubleLoops.select(target, condition, x, y, Double.BYTES * n);
    }

    @Override
    public void map(DoubleUnaryOperator f, long target, long x, int n) {
        scalar.map(f, target, x, n);
    }

    @Override
    public void map(DoubleBinaryOperator f, long target, long x, long y, int n) {
        scalar.map(f, target, x, y, n);
    }

    @Override
    public void fill(long target, double constant, int n) {
        DoubleLoops.fill(target, constant, Double.BYTES * n);
    }

    @Override
    public void spread(long target, long x, int n) {
        DoubleLoops.fill(target, NativeMemory.getDouble(x), Double.BYTES * n);
    }
}
