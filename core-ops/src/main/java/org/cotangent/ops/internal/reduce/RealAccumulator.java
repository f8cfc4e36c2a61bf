package org.cotangent.ops.internal.reduce;

import java.util.Arrays;
import org.cotangent.ops.internal.numbers.Numbers;
import org.cotangent.spi.tensor.Tensor;

/** Reduces floating elements in float64. */
final class RealAccumulator extends Accumulator {
    private final Reduction reduction;
    private final double[] block = new double[BLOCK];
    private final double[] partial = new double[BLOCK];

    RealAccumulator(Reduction reduction) {
        this.reduction = reduction;
    }

    @Override
    void reset(int n) {
        Arrays.fill(
                partial,
                0,
                n,
                switch (reduction.combine()) {
                    case SUM -> 0;
                    case PRODUCT -> 1;
                    case MAX -> Double.NEGATIVE_INFINITY;
                    case MIN -> Double.POSITIVE_INFINITY;
                });
    }

    private void load(Tensor from, long index, int n) {
        Numbers.read(from, index, block, 0, n);
        switch (reduction.map()) {
            case IDENTITY -> {}
            case ABS -> {
                for (int i = 0; i < n; i++) {
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

    @Override
    void reduceRun(Tensor from, long index, int n) {
        load(from, index, n);
        double result = partial[0];
        switch (reduction.combine()) {
            case SUM -> result += sum(n);
            case PRODUCT -> {
                for (int i = 0; i < n; i++) {
                    result *= block[i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    result = Math.max(result, block[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    result = Math.min(result, block[i]);
                }
            }
        }
        partial[0] = result;
    }

    /** Four sums side by side hide the latency of the additions. */
    private double sum(int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += block[i];
            b += block[i + 1];
            c += block[i + 2];
            d += block[i + 3];
        }
        for (; i < n; i++) {
            a += block[i];
        }
        return (a + b) + (c + d);
    }

    @Override
    void addRow(Tensor from, long index, int n) {
        load(from, index, n);
        switch (reduction.combine()) {
            case SUM -> {
                for (int i = 0; i < n; i++) {
                    partial[i] += block[i];
                }
            }
            case PRODUCT -> {
                for (int i = 0; i < n; i++) {
                    partial[i] *= block[i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    partial[i] = Math.max(partial[i], block[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    partial[i] = Math.min(partial[i], block[i]);
                }
            }
        }
    }

    @Override
    void finish(Tensor to, long index, int n, long count) {
        for (int i = 0; i < n; i++) {
            partial[i] = switch (reduction.finish()) {
                case IDENTITY -> partial[i];
                case MEAN -> partial[i] / count;
                case SQRT -> Math.sqrt(partial[i]);
                case LOG -> Math.log(partial[i]);
            };
        }
        Numbers.write(partial, 0, to, index, n);
    }
}
