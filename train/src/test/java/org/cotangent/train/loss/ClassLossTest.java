package org.cotangent.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses of scores of classes {@code [N, C, M]} against plain loops. */
class ClassLossTest {
    private static final int N = 3;
    private static final int C = 4;
    private static final int M = 2;
    private static final Tensor SCORES = LossCase.random(1, -2, 2, N, C, M);
    private static final Tensor LABELS = Tensor.of(new long[] {0, 3, 1, 7, 2, 2}, N, M);
    private static final Tensor SHARES = LossCase.random(2, 0, 1, N, C, M);
    private static final Tensor WEIGHTS = Tensor.vector(0.5, 1.0, 2.0, 4.0);

    private final Cotangent cotangent = Cotangent.load();

    private static int at(int n, int c, int m) {
        return (n * C + c) * M + m;
    }

    private static double weight(@Nullable Tensor weights, int c) {
        return weights == null ? 1 : weights.getDouble(c);
    }

    private static double logSoftmax(double[] x, int n, int c, int m) {
        double sum = 0;
        for (int k = 0; k < C; k++) {
            sum += Math.exp(x[at(n, k, m)]);
        }
        return x[at(n, c, m)] - Math.log(sum);
    }

    private static double reduce(Reduction reduction, double sum, double weight) {
        return switch (reduction) {
            case MEAN -> sum / weight;
            case SUM -> sum;
            case BATCH_MEAN -> sum / N;
        };
    }

    /** Labels 7 are ignored. */
    private static ToDoubleFunction<double[]> crossEntropy(@Nullable Tensor weights, double smoothing, Reduction r) {
        return x -> {
            double sum = 0;
            double total = 0;
            for (int n = 0; n < N; n++) {
                for (int m = 0; m < M; m++) {
                    int label = Math.toIntExact(LABELS.getLong(n * (long) M + m));
                    if (label != 7) {
                        total += weight(weights, label);
                        for (int c = 0; c < C; c++) {
                            double aim = smoothing / C + (c == label ? 1 - smoothing : 0);
                            sum -= aim * weight(weights, c) * logSoftmax(x, n, c, m);
                        }
                    }
                }
            }
            return reduce(r, sum, total);
        };
    }

    private static ToDoubleFunction<double[]> softTargets(@Nullable Tensor weights, double smoothing, Reduction r) {
        return x -> {
            double sum = 0;
            for (int n = 0; n < N; n++) {
                for (int c = 0; c < C; c++) {
                    for (int m = 0; m < M; m++) {
                        double aim = SHARES.getDouble(at(n, c, m)) * (1 - smoothing) + smoothing / C;
                        sum -= aim * weight(weights, c) * logSoftmax(x, n, c, m);
                    }
                }
            }
            return reduce(r, sum, N * M);
        };
    }

    private static ToDoubleFunction<double[]> likelihood(Reduction r) {
        return x -> {
            double sum = 0;
            double total = 0;
            for (int n = 0; n < N; n++) {
                for (int m = 0; m < M; m++) {
                    int label = Math.toIntExact(LABELS.getLong(n * (long) M + m));
                    if (label != 7) {
                        total += WEIGHTS.getDouble(label);
                        sum -= WEIGHTS.getDouble(label) * x[at(n, label, m)];
                    }
                }
            }
            return reduce(r, sum, total);
        };
    }

    static Stream<LossCase> cases() {
        List<LossCase> cases = new ArrayList<>();
        for (Reduction r : Reduction.values()) {
            for (Tensor weights : new @Nullable Tensor[] {null, WEIGHTS}) {
                for (double smoothing : new double[] {0, 0.1}) {
                    Loss hard = new SoftmaxCrossEntropy(weights, smoothing, 7, r);
                    cases.add(LossCase.of(hard.toString(), SCORES, hard, LABELS, crossEntropy(weights, smoothing, r)));
                    Loss soft = new SoftTargetCrossEntropy(weights, smoothing, r);
                    cases.add(LossCase.of(soft.toString(), SCORES, soft, SHARES, softTargets(weights, smoothing, r)));
                }
            }
            Loss likelihood = new NegativeLogLikelihood(WEIGHTS, 7, r);
            cases.add(LossCase.of(likelihood.toString(), SCORES, likelihood, LABELS, likelihood(r)));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAndSlopesFollowTheFormula(LossCase loss) {
        loss.check(cotangent);
    }

    @Test
    void scoresWithoutClassesAreRefused() {
        assertThrows(
                ShapeException.class,
                () -> new SoftmaxCrossEntropy().target(Tensor.vector(1f).type()));
    }

    @Test
    void aMeanOverNothingIsNotANumber() {
        Eager eager = cotangent.eager();
        Tensor ignored = Tensor.vector(NegativeLogLikelihood.IGNORED, NegativeLogLikelihood.IGNORED);
        Tensor scores = LossCase.random(5, -1, 1, 2, C);
        double loss = eager.tensor(
                        new SoftmaxCrossEntropy().of(eager.formulas(), eager.constant(scores), eager.constant(ignored)))
                .getDouble(0);
        assertTrue(Double.isNaN(loss));
    }

    @Test
    void settingsCanBeChangedOneByOne() {
        assertEquals(new SoftmaxCrossEntropy(), new SoftmaxCrossEntropy().smoothed(0));
        assertEquals(
                new SoftmaxCrossEntropy(WEIGHTS, 0.1, 7, Reduction.MEAN),
                new SoftmaxCrossEntropy().weighted(WEIGHTS).smoothed(0.1).ignoring(7));
    }
}
