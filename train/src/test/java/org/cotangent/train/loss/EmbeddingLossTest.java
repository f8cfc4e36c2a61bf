package org.cotangent.train.loss;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses of pairs and triplets of embeddings {@code [N, D]}, as functions of the first, against plain loops. */
class EmbeddingLossTest {
    private static final int N = 5;
    private static final int D = 3;
    private static final Tensor FIRST = LossCase.random(1, -1, 1, N, D);
    private static final double[] SECOND = LossCase.random(2, -1, 1, N, D).toDoubles();
    private static final double[] THIRD = LossCase.random(3, -1, 1, N, D).toDoubles();

    private final Cotangent cotangent = Cotangent.load();

    @FunctionalInterface
    private interface RowLoss {
        double of(double[] first, int row);
    }

    private static ToDoubleFunction<double[]> mean(RowLoss loss) {
        return x -> IntStream.range(0, N).mapToDouble(row -> loss.of(x, row)).sum() / N;
    }

    private static double cosine(double[] a, double[] b, int row) {
        double product = 0;
        double lengthA = 1e-12;
        double lengthB = 1e-12;
        for (int i = row * D; i < (row + 1) * D; i++) {
            product += a[i] * b[i];
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }

    private static double distance(double[] a, double[] b, int row, double p) {
        double sum = 0;
        for (int i = row * D; i < (row + 1) * D; i++) {
            sum += Math.pow(Math.abs(a[i] - b[i] + 1e-6), p);
        }
        return Math.pow(sum, 1 / p);
    }

    private static double squared(double x) {
        return x * x;
    }

    static Stream<LossCase> cases() {
        Tensor second = Tensor.of(SECOND, N, D);
        Tensor third = Tensor.of(THIRD, N, D);
        Tensor signs = Tensor.vector(1.0, -1.0, -1.0, 1.0, -1.0);
        Tensor alike = Tensor.vector(1.0, 0.0, 0.0, 1.0, 0.0);
        CosineEmbedding angle = new CosineEmbedding(0.1, Reduction.MEAN);
        Stream<LossCase> pairs = Stream.of(
                LossCase.of("cosine of targets", FIRST, angle, second, mean((x, row) -> 1 - cosine(x, SECOND, row))),
                new LossCase(
                        "cosine of pairs",
                        FIRST,
                        (f, x) -> angle.of(f, x, f.constant(second), f.constant(signs)),
                        mean((x, row) -> {
                            double cosine = cosine(x, SECOND, row);
                            return signs.getDouble(row) == 1 ? 1 - cosine : Math.max(0, cosine - 0.1);
                        })),
                new LossCase(
                        "contrastive",
                        FIRST,
                        (f, x) -> new Contrastive().of(f, x, f.constant(second), f.constant(alike)),
                        mean((x, row) -> {
                            double d = distance(x, SECOND, row, 2);
                            return (alike.getDouble(row) == 1 ? d * d : squared(Math.max(0, 1 - d))) / 2;
                        })));
        Stream<LossCase> triplets = Stream.of(1.0, 2.0, 3.0)
                .flatMap(p -> Stream.of(true, false)
                        .map(swap -> new LossCase(
                                "triplets, p = " + p + ", swap " + swap,
                                FIRST,
                                (f, x) -> new TripletMargin(0.5, new PairwiseDistance(p, 1e-6), swap, Reduction.MEAN)
                                        .of(f, x, f.constant(second), f.constant(third)),
                                mean((x, row) -> {
                                    double far = distance(x, THIRD, row, p);
                                    double other = swap ? distance(SECOND, THIRD, row, p) : far;
                                    return Math.max(0, distance(x, SECOND, row, p) - Math.min(far, other) + 0.5);
                                }))));
        return Stream.concat(pairs, triplets);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAndSlopesFollowTheFormula(LossCase loss) {
        loss.check(cotangent);
    }
}
