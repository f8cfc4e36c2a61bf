package org.cotangent.ops.ml;

import static org.cotangent.ops.ml.MlCalls.floats;
import static org.cotangent.ops.ml.MlCalls.strings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearModelTest {
    private static final Tensor X = Tensor.of(new float[] {1, 2, -3, 0.5f}, 2, 2);

    private final MlCalls calls = new MlCalls();

    private static Attributes regressor() {
        return Attributes.of("targets", 2)
                .with("coefficients", floats(1, 2, 3, 4))
                .with("intercepts", floats(0.5, -0.5));
    }

    @Test
    void coefficientsOfATargetStandTogether() {
        assertArrayEquals(
                new float[] {5.5f, 10.5f, -1.5f, -7.5f},
                calls.run("LinearRegressor", regressor(), X).toFloats());
        assertArrayEquals(
                new float[] {5.5f, 10.5f},
                calls.run("LinearRegressor", regressor(), Tensor.vector(1L, 2L)).toFloats());
        assertThrows(
                AttributeException.class,
                () -> calls.run("LinearRegressor", regressor().with("targets", 3), X));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"})
    void derivativesAgreeWithDifferences(String transform) {
        Attributes attributes = Attributes.of("targets", 2)
                .with("coefficients", floats(0.25, 0.125, -0.125, 0.25))
                .with("intercepts", floats(0.5, 0.25))
                .with("post_transform", transform);
        double[] weights = {1, -2};
        double[] point = {0.5, 0.25};
        double[] gradient = calls.gradient("LinearRegressor", attributes, 0, weights, Tensor.of(point, 1, 2));
        double step = 1.0 / 64;
        for (int i = 0; i < 2; i++) {
            double[] sums = new double[2];
            for (int side = 0; side < 2; side++) {
                double[] moved = point.clone();
                moved[i] += side == 0 ? -step : step;
                double[] y = calls.run("LinearRegressor", attributes, Tensor.of(moved, 1, 2))
                        .toDoubles();
                sums[side] = weights[0] * y[0] + weights[1] * y[1];
            }
            assertEquals((sums[1] - sums[0]) / (2 * step), gradient[i], 2e-3);
        }
    }

    @Test
    void scoresOfZeroWeighNothing() {
        Attributes attributes = Attributes.of("targets", 3)
                .with("coefficients", floats(1, 0, 2))
                .with("post_transform", "SOFTMAX_ZERO");
        double e = Math.exp(-1);
        assertArrayEquals(
                new float[] {(float) (e / (1 + e)), 0, (float) (1 / (1 + e))},
                calls.run("LinearRegressor", attributes, Tensor.of(new float[] {1}, 1, 1))
                        .toFloats(),
                1e-6f);
        assertArrayEquals(
                new float[] {0.5f, 0.5f, 0.5f},
                calls.run("LinearRegressor", attributes, Tensor.of(new float[] {0}, 1, 1))
                        .toFloats());
    }

    @Test
    void oneScoreTellsTwoClassesApart() {
        Attributes attributes = Attributes.none()
                .with("coefficients", floats(1, 0))
                .with("intercepts", floats(0.5))
                .with("classlabels_strings", strings("no", "yes"));
        List<Tensor> raw = calls.all("LinearClassifier", attributes, 2, X);
        assertArrayEquals(new String[] {"yes", "no"}, raw.get(0).strings());
        assertArrayEquals(new float[] {-1.5f, 1.5f, 2.5f, -2.5f}, raw.get(1).toFloats());
    }

    @Test
    void theGreatestScoreNamesTheClass() {
        Attributes attributes = Attributes.of("classlabels_ints", 5, 6, 7)
                .with("coefficients", floats(1, 0, 0, 1, 1, 1))
                .with("post_transform", "LOGISTIC");
        assertArrayEquals(
                new long[] {7, 6}, calls.run("LinearClassifier", attributes, X).toLongs());
    }
}
