package org.cotangent.examples.finetuning;

import java.util.stream.IntStream;
import org.cotangent.spi.tensor.Tensor;

/** Multinomial logistic regression by full-batch gradient descent, for rows of length one. */
final class LogisticRegression {
    private static final int STEPS = 1000;
    private static final double RATE = 2;

    private final double[][] weights;
    private final double[] biases;

    LogisticRegression(int classes, int width) {
        weights = new double[classes][width];
        biases = new double[classes];
    }

    /** Minimises mean cross-entropy plus {@code decay/2 |weights|^2}. */
    void fit(double[][] rows, Tensor labels, double decay) {
        double rate = RATE / rows.length;
        for (int step = 0; step < STEPS; step++) {
            double[][] errors = IntStream.range(0, rows.length)
                    .mapToObj(r -> error(rows[r], labels.getLong(r)))
                    .toArray(double[][]::new);
            for (int k = 0; k < weights.length; k++) {
                for (int i = 0; i < weights[k].length; i++) {
                    weights[k][i] *= 1 - RATE * decay;
                }
                for (int r = 0; r < rows.length; r++) {
                    biases[k] -= rate * errors[r][k];
                    for (int i = 0; i < weights[k].length; i++) {
                        weights[k][i] -= rate * errors[r][k] * rows[r][i];
                    }
                }
            }
        }
    }

    /** softmax(scores) minus the one-hot label: the gradient of cross-entropy by the scores. */
    private double[] error(double[] row, long label) {
        double[] scores = scores(row);
        double total = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(scores[k]);
            total += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] = scores[k] / total - (k == label ? 1 : 0);
        }
        return scores;
    }

    private double[] scores(double[] row) {
        double[] scores = biases.clone();
        for (int k = 0; k < scores.length; k++) {
            for (int i = 0; i < row.length; i++) {
                scores[k] += weights[k][i] * row[i];
            }
        }
        return scores;
    }

    double accuracy(double[][] rows, Tensor labels) {
        return IntStream.range(0, rows.length)
                        .filter(r -> best(scores(rows[r])) == labels.getLong(r))
                        .count()
                / (double) rows.length;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }
}
