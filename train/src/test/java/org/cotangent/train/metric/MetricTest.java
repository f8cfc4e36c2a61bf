package org.cotangent.train.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures by hand, and that batches make no difference. */
class MetricTest {
    private static final Tensor SCORES = Tensor.of(
            new float[] {
                0.1f, 0.7f, 0.2f, //
                0.5f, 0.3f, 0.2f, //
                0.2f, 0.2f, 0.6f, //
                0.4f, 0.4f, 0.2f
            },
            4,
            3);
    private static final Tensor CLASSES = Tensor.vector(1L, 1, 2, 1);

    private static double value(Metric metric, Tensor scores, Tensor targets) {
        Metric.Accumulator accumulator = metric.start();
        accumulator.add(scores, targets, 0);
        return accumulator.value();
    }

    @Test
    void accuracyCountsHighestScoresAndTheFirstOfEquals() {
        assertEquals(0.5, value(new Accuracy(), SCORES, CLASSES));
        assertEquals(1, value(new TopK(2), SCORES, CLASSES));
        assertEquals(0.75, value(new TopK(2), SCORES, Tensor.vector(2L, 2, 0, 0)));
        assertEquals(1, value(new TopK(3), SCORES, CLASSES));
        assertEquals("top-2", new TopK(2).name());
        assertTrue(Double.isNaN(new Accuracy().start().value()));
    }

    @Test
    void negativeClassesDoNotCount() {
        assertEquals(1, value(new Accuracy(), SCORES, Tensor.vector(1L, -100, 2, -1)));
    }

    @Test
    void placesOfAnImageHaveClassesToo() {
        Tensor scores = Tensor.of(new float[] {1, 0, 5, 2, 3, 4}, 1, 2, 3);
        assertEquals(2 / 3.0, value(new Accuracy(), scores, Tensor.of(new long[] {1, 1, 1}, 1, 3)));
    }

    @Test
    void theConfusionMatrixHasItsParts() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(SCORES, CLASSES, 0);
        assertEquals(2, matrix.count(1, 0));
        assertEquals(1, matrix.count(1, 1));
        assertEquals(1, matrix.count(2, 2));
        assertEquals(0, matrix.precision(0));
        assertEquals(1, matrix.precision(1));
        assertEquals(1 / 3.0, matrix.recall(1));
        assertEquals(0.5, matrix.f1(1));
        assertEquals(0.5, matrix.value());
        assertEquals((0 + 0.5 + 1) / 3, matrix.macroF1());
        assertEquals(matrix.macroF1(), value(new F1(), SCORES, CLASSES));
        assertEquals(" 0 0 0\n 2 1 0\n 0 0 1\n", matrix.toString());
        assertEquals(1, value(new F1(), SCORES, Tensor.vector(1L, 0, 2, 0)), "a perfect answer");
    }

    @Test
    void lossesAreWeightedBySamples() {
        Metric.Accumulator mean = new MeanLoss().start();
        mean.add(SCORES, Tensor.vector(0L, 0, 0), 2);
        mean.add(SCORES, Tensor.vector(0L), 6);
        assertEquals(3, mean.value());
    }

    @Test
    void errorsAreSquared() {
        Tensor output = Tensor.of(DType.FLOAT, new double[] {1, 2, 3, 4}, 2, 2);
        Tensor target = Tensor.of(DType.DOUBLE, new double[] {1, 0, 3, 7}, 2, 2);
        assertEquals(13 / 4.0, value(new SquaredError(), output, target));
        assertThrows(ShapeException.class, () -> value(new SquaredError(), output, Tensor.vector(1f)));
    }

    @Test
    void twoClassesMayHaveOneScore() {
        Tensor scores = Tensor.of(new float[] {-2, 3, 0.25f, 1}, 4, 1);
        Tensor targets = Tensor.vector(0f, 1, 1, 0);
        assertEquals(0.75, value(new BinaryAccuracy(0), scores, targets));
        assertEquals(0.5, value(new BinaryAccuracy(0.5), scores, targets));
        assertThrows(ShapeException.class, () -> value(new BinaryAccuracy(0), scores, Tensor.vector(1f)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(ShapeException.class, () -> value(new Accuracy(), SCORES, Tensor.vector(1L)));
        assertThrows(ShapeException.class, () -> value(new Accuracy(), SCORES, Tensor.vector(1L, 3, 2, 1)));
        assertThrows(ShapeException.class, () -> value(new Accuracy(), Tensor.vector(1f), Tensor.scalar(0L)));
        assertThrows(IllegalArgumentException.class, () -> new TopK(0));
    }

    static Stream<Metric> metrics() {
        return Stream.of(new Accuracy(), new TopK(3), new F1(), new SquaredError());
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void batchesMakeNoDifference(Metric metric) {
        SplittableRandom random = new SplittableRandom(7);
        boolean regression = metric instanceof SquaredError;
        Metric.Accumulator whole = metric.start();
        Metric.Accumulator parts = metric.start();
        List<Double> scores = new ArrayList<>();
        List<Double> targets = new ArrayList<>();
        for (int batch = 0; batch < 20; batch++) {
            int rows = 1 + random.nextInt(5);
            List<Double> someScores =
                    random.doubles(rows * 6L).map(d -> Math.rint(4 * d)).boxed().toList();
            List<Double> someTargets = random.doubles(regression ? rows * 6L : rows)
                    .map(d -> Math.floor(6 * d))
                    .boxed()
                    .toList();
            parts.add(tensor(someScores, true), tensor(someTargets, regression), 0);
            scores.addAll(someScores);
            targets.addAll(someTargets);
        }
        whole.add(tensor(scores, true), tensor(targets, regression), 0);
        assertEquals(whole.value(), parts.value(), 1e-12);
    }

    private static Tensor tensor(List<Double> values, boolean scores) {
        double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
        return scores
                ? Tensor.of(DType.FLOAT, numbers, numbers.length / 6, 6)
                : Tensor.of(DType.INT64, numbers, numbers.length);
    }
}
