package org.cotangent.ops.internal.reduce;

import java.util.Arrays;
import org.cotangent.ops.internal.numbers.Numbers;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Reduces integers and bools modulo 2^64; roots and logarithms are truncated. */
final class IntegerAccumulator extends Accumulator {
    private final Reduction reduction;
    private final DType dtype;
    private final boolean unsigned;
    private final long[] block = new long[BLOCK];
    private final long[] partial = new long[BLOCK];

    IntegerAccumulator(Reduction reduction, DType dtype) {
        this.reduction = reduction;
        this.dtype = dtype;
        this.unsigned = dtype == DType.UINT64;
    }

    @Override
    void reset(int n) {
        long highest = dtype == DType.BOOL
                ? 1
                : dtype.kind() == DType.Kind.SIGNED ? (1L << (dtype.bits() - 1)) - 1 : -1L >>> (64 - dtype.bits());
        Arrays.fill(
                partial,
                0,
                n,
                switch (reduction.combine()) {
                    case SUM -> 0;
                    case PRODUCT -> 1;
                    case MAX -> dtype.kind() == DType.Kind.SIGNED ? ~highest : 0;
                    case MIN -> highest;
                });
    }

    private void load(Tensor from, long index, int n) {
        Numbers.read(from, index, block, 0, n);
        switch (reduction.map()) {
            case IDENTITY -> {}
            case ABS -> {
                for (int i = 0; i < n && !unsigned; i++) {
                    block[i] = Math.abs(block[i]);
                }
            }
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    block[i] *= block[i];
                }
            }
        }
    }

    private long combine(long x, long y) {
        return switch (reduction.combine()) {
            case SUM -> x + y;
            case PRODUCT -> x * y;
            case MAX -> unsigned ? BinaryFunction.MAX.onUnsigned().applyAsLong(x, y) : Math.max(x, y);
            case MIN -> unsigned ? BinaryFunction.MIN.onUnsigned().applyAsLong(x, y) : Math.min(x, y);
        };
    }

    @Override
    void reduceRun(Tensor from, long index, int n) {
        load(from, index, n);
        long result = partial[0];
        for (int i = 0; i < n; i++) {
            result = combine(result, block[i]);
        }
        partial[0] = result;
    }

    @Override
    void addRow(Tensor from, long index, int n) {
        load(from, index, n);
        for (int i = 0; i < n; i++) {
            partial[i] = combine(partial[i], block[i]);
        }
    }

    @Override
    void finish(Tensor to, long index, int n, long count) {
        for (int i = 0; i < n; i++) {
            partial[i] = switch (reduction.finish()) {
                case IDENTITY -> partial[i];
                case MEAN -> count == 0 ? 0 : unsigned ? Long.divideUnsigned(partial[i], count) : partial[i] / count;
                case SQRT -> (long) Math.sqrt(toDouble(partial[i]));
                case LOG -> (long) Math.log(toDouble(partial[i]));
            };
        }
        Numbers.write(partial, 0, to, index, n);
    }

    private double toDouble(long value) {
        return unsigned && value < 0 ? ((value >>> 1) | (value & 1)) * 2.0 : value;
    }
}
