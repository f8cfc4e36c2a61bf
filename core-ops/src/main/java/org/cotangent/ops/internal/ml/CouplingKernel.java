package org.cotangent.ops.internal.ml;

import java.util.Arrays;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** Couples the probabilities of pairs of classes, row by row. */
public final class CouplingKernel implements Kernel {
    private static final double TOLERANCE = 0.005;
    private static final int ROUNDS = 100;

    private final int classes;
    private final long rows;
    private final double[][] pairs;
    private final double[][] quadratic;
    private final double[] slopes;
    private final double[] shares;

    public CouplingKernel(Preparation call, int classes) {
        this.classes = classes;
        rows = call.input(0).shape().size(0);
        pairs = new double[classes][classes];
        quadratic = new double[classes][classes];
        slopes = new double[classes];
        shares = new double[classes];
    }

    @Override
    public void run(Bindings io) {
        Tensor r = io.input(0);
        Tensor p = io.output(0);
        long at = 0;
        for (long row = 0; row < rows; row++) {
            for (int i = 0; i < classes; i++) {
                for (int j = i + 1; j < classes; j++) {
                    pairs[i][j] = r.getDouble(at++);
                    pairs[j][i] = 1 - pairs[i][j];
                }
            }
            couple();
            for (int i = 0; i < classes; i++) {
                p.setDouble(row * classes + i, shares[i]);
            }
        }
    }

    private void couple() {
        Arrays.fill(shares, 1.0 / classes);
        for (int t = 0; t < classes; t++) {
            quadratic[t][t] = 0;
            for (int j = 0; j < classes; j++) {
                if (j != t) {
                    quadratic[t][t] += pairs[j][t] * pairs[j][t];
                    quadratic[t][j] = -pairs[j][t] * pairs[t][j];
                }
            }
        }
        for (int round = 0; round < Math.max(ROUNDS, classes); round++) {
            double mean = 0;
            for (int t = 0; t < classes; t++) {
                slopes[t] = 0;
                for (int j = 0; j < classes; j++) {
                    slopes[t] += quadratic[t][j] * shares[j];
                }
                mean += shares[t] * slopes[t];
            }
            if (isSolved(mean)) {
                return;
            }
            improve(mean);
        }
    }

    private boolean isSolved(double mean) {
        double largest = 0;
        for (double slope : slopes) {
            largest = Math.max(largest, Math.abs(slope - mean));
        }
        return largest < TOLERANCE / classes;
    }

    /** Solves the condition of one class after the other, keeping the sum of all shares at 1. */
    private void improve(double start) {
        double mean = start;
        for (int t = 0; t < classes; t++) {
            double step = (mean - slopes[t]) / quadratic[t][t];
            double sum = 1 + step;
            mean = (mean + step * (step * quadratic[t][t] + 2 * slopes[t])) / (sum * sum);
            shares[t] += step;
            for (int j = 0; j < classes; j++) {
                slopes[j] = (slopes[j] + step * quadratic[t][j]) / sum;
                shares[j] /= sum;
            }
        }
    }
}
