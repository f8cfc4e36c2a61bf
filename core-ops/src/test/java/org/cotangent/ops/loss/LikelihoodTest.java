package org.cotangent.ops.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LikelihoodTest {
    private static final String LOSS = "SoftmaxCrossEntropyLoss";

    private final Calls calls = new Calls();
    private final Tensor scores = Tensor.of(new double[] {1, 2, 3, 0, -1, 1}, 2, 3);
    private final Tensor labels = Tensor.vector(2, 0);

    @Test
    void theGradientIsProbabilityMinusTruth() {
        Tensor gradient =
                calls.gradients(LOSS, Attributes.none(), scores, labels).getFirst();
        double[] expected = calls.run("Softmax", scores).toDoubles();
        expected[2] -= 1;
        expected[3] -= 1;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] / 2, gradient.getDouble(i), 1e-15);
        }
    }

    @Test
    void ignoredElementsCountNothing() {
        Tensor some = Tensor.of(
                new double[] {1, 2, 3, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY},
                2,
                3);
        Attributes ignore = Attributes.of("ignore_index", -100);
        Tensor target = Tensor.vector(2, -100);
        double alone = calls.run(LOSS, scores.reshaped(2, 3), labels).getDouble(0);
        assertEquals(
                -3, calls.run("NegativeLogLikelihoodLoss", ignore, some, target).getDouble(0));
        Tensor gradient = calls.gradients("NegativeLogLikelihoodLoss", ignore, some, target)
                .getFirst();
        assertArrayEquals(new double[] {0, 0, -1, 0, 0, 0}, gradient.toDoubles());
        assertEquals(
                Double.NaN,
                calls.run(LOSS, ignore, scores, Tensor.vector(-100, -100)).getDouble(0),
                "mean of nothing");
        assertEquals(alone, calls.run(LOSS, ignore, scores, labels).getDouble(0));
    }

    @Test
    void weightsWeighTheMeanToo() {
        Tensor weights = Tensor.vector(0.5, 9.0, 2.0);
        Tensor each = calls.run(LOSS, Attributes.of("reduction", "none"), scores, labels);
        double expected = (2 * each.getDouble(0) + 0.5 * each.getDouble(1)) / 2.5;
        assertEquals(expected, calls.run(LOSS, scores, labels, weights).getDouble(0), 1e-15);
    }

    @Test
    void lossesOfManyDimensionsHaveTheShapeOfTheLabels() {
        Tensor many = Tensor.of(new double[2 * 3 * 4 * 5], 2, 3, 4, 5);
        Tensor target = Tensor.of(new long[2 * 4 * 5], 2, 4, 5);
        Tensor each = calls.run(LOSS, Attributes.of("reduction", "none"), many, target);
        assertEquals(Shape.of(2, 4, 5), each.shape());
        assertEquals(Math.log(3), each.getDouble(7), 1e-15);
    }

    @Test
    void shapesAndReductionsThatDoNotFitAreRefused() {
        assertThrows(ShapeException.class, () -> calls.run(LOSS, scores, Tensor.vector(1, 2, 0)));
        assertThrows(ShapeException.class, () -> calls.run(LOSS, scores, labels, Tensor.vector(1.0, 2.0)));
        assertThrows(
                AttributeException.class, () -> calls.run(LOSS, Attributes.of("reduction", "max"), scores, labels));
    }
}
