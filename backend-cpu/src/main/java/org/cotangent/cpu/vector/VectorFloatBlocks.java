package org.cotangent.cpu.vector;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.scalar.ScalarFloatBlocks;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/** Float32 blocks by vectors; the few functions without vector code go to the plain twin. */
final class VectorFloatBlocks implements BlockMath {

    private final ScalarFloatBlocks scalar = new ScalarFloatBlocks();

    @Override
    public int lanes() {
        return Lanes.FLOATS.length();
    }

    @Override
    public int bytes() {
        return Float.BYTES;
    }

    @Override
    public void unary(UnaryFunction f, long target, long x, int n) {
        int size = Float.BYTES * n;
        switch (f) {
            case NEG -> UnaryLoops.negate(target, x, size);
            case ABS -> UnaryLoops.abs(target, x, size);
            case SIGN -> UnaryLoops.sign(target, x, size);
            case FLOOR -> UnaryLoops.floor(target, x, size);
            case CEIL -> UnaryLoops.ceil(target, x, size);
            case ROUND -> UnaryLoops.round(target, x, size);
            case SQRT -> UnaryLoops.sqrt(target, x, size);
            case RECIPROCAL -> UnaryLoops.reciprocal(target, x, size);
            case EXP -> UnaryLoops.exp(target, x, size);
            case EXPM1 -> UnaryLoops.expm1(target, x, size);
            case LOG -> UnaryLoops.log(target, x, size);
            case LOG1P -> UnaryLoops.log1p(target, x, size);
            case SIN -> UnaryLoops.sin(target, x, size);
            case COS -> UnaryLoops.cos(target, x, size);
            case TAN -> UnaryLoops.tan(target, x, size);
            case ASIN -> UnaryLoops.asin(target, x, size);
            case ACOS -> UnaryLoops.acos(target, x, size);
            case ATAN -> UnaryLoops.atan(target, x, size);
            case SINH -> UnaryLoops.sinh(target, x, size);
            case COSH -> UnaryLoops.cosh(target, x, size);
            case TANH -> UnaryLoops.tanh(target, x, size);
            case ERF -> UnaryLoops.erf(target, x, size);
            case SIGMOID -> UnaryLoops.sigmoid(target, x, size);
            case IS_NAN -> UnaryLoops.isNaN(target, x, size);
            case IS_POSITIVE_INFINITY -> UnaryLoops.isPositiveInfinity(target, x, size);
            case IS_NEGATIVE_INFINITY -> UnaryLoops.isNegativeInfinity(target, x, size);
            case NOT -> UnaryLoops.not(target, x, size);
            case ASINH, ACOSH, ATANH, BITWISE_NOT -> scalar.unary(f, target, x, n);
        }
    }

    @Override
    public void binary(BinaryFunction f, long target, long x, long y, int n) {
        int size = Float.BYTES * n;
        switch (f) {
            case ADD -> BinaryLoops.add(target, x, y, size);
            case SUB -> BinaryLoops.subtract(target, x, y, size);
            case MUL -> BinaryLoops.multiply(target, x, y, size);
            case DIV -> BinaryLoops.divide(target, x, y, size);
            case POW -> {
                if (Lanes.HAVE_POWER) {
                    BinaryLoops.power(target, x, y, size);
                } else {
                    scalar.binary(f, target, x, y, n);
                }
            }
            case MIN -> BinaryLoops.min(target, x, y, size);
            case MAX -> BinaryLoops.max(target, x, y, size);
            case LESS -> BinaryLoops.less(target, x, y, size);
            case LESS_OR_EQUAL -> BinaryLoops.lessOrEqual(target, x, y, size);
            case EQUAL -> BinaryLoops.equal(target, x, y, size);
            case AND -> BinaryLoops.and(target, x, y, size);
            case OR -> BinaryLoops.or(target, x, y, size);
            case XOR -> BinaryLoops.xor(target, x, y, size);
            case MOD, FMOD, BITWISE_AND, BITWISE_OR, BITWISE_XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                scalar.binary(f, target, x, y, n);
        }
    }

    @Override
    public void select(long target, long condition, long x, long y, int n) {
        BinaryLoops.select(target, condition, x, y, Float.BYTES * n);
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
        UnaryLoops.fill(target, (float) constant, Float.BYTES * n);
    }

    @Override
    public void spread(long target, long x, int n) {
        UnaryLoops.fill(target, NativeMemory.getFloat(x), Float.BYTES * n);
    }
}
