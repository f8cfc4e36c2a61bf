package org.cotangent.ops.ml;

import static org.cotangent.ops.ml.MlCalls.floats;
import static org.cotangent.ops.ml.MlCalls.strings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupportVectorTest {
    private final MlCalls calls = new MlCalls();

    private static Attributes regressor(String kernel) {
        return Attributes.of("n_supports", 2)
                .with("kernel_type", kernel)
                .with("kernel_params", floats(0.5, 1, 3))
                .with("coefficients", floats(2, -1))
                .with("support_vectors", floats(1, 0, -1, 2))
                .with("rho", floats(0.25));
    }

    /** Three classes with one vector each, which point to (1, 0), (0, 1) and (-1, -1). */
    private static Attributes classifier() {
        return Attributes.of("vectors_per_class", 1, 1, 1)
                .with("classlabels_strings", strings("east", "north", "south-west"))
                .with("coefficients", floats(1, -1, -1, 1, 1, -1))
                .with("support_vectors", floats(1, 0, 0, 1, -1, -1))
                .with("rho", floats(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINEAR", "POLY", "SIGMOID", "RBF"})
    void kernelFunctionsAreSummedUp(String kernel) {
        Tensor x = Tensor.vector(1f, 3f);
        double y = calls.run("SVMRegressor", regressor(kernel), x).getDouble(0);
        double[] products = {1, 5};
        double[] distances = {9, 5};
        double sum = 0.25;
        for (int v = 0; v < 2; v++) {
            double affine = 0.5 * products[v] + 1;
            sum += (v == 0 ? 2 : -1)
                    * switch (kernel) {
                        case "LINEAR" -> products[v];
                        case "POLY" -> affine * affine * affine;
                        case "SIGMOID" -> Math.tanh(affine);
                        default -> Math.exp(-0.5 * distances[v]);
                    };
        }
        assertEquals(sum, y, 1e-5 * Math.max(1, Math.abs(sum)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINEAR", "POLY", "SIGMOID", "RBF"})
    void kernelFunctionsHaveDerivatives(String kernel) {
        double[] point = {0.5, -0.25};
        double[] gradient =
                calls.gradient("SVMRegressor", regressor(kernel), 0, new double[] {1}, Tensor.of(point, 1, 2));
        double step = 1.0 / 128;
        for (int i = 0; i < 2; i++) {
            double[] y = new double[2];
            for (int side = 0; side < 2; side++) {
                double[] moved = point.clone();
                moved[i] += side == 0 ? -step : step;
                y[side] = calls.run("SVMRegressor", regressor(kernel), Tensor.of(moved, 1, 2))
                        .getDouble(0);
            }
            assertEquals((y[1] - y[0]) / (2 * step), gradient[i], 1e-3);
        }
    }

    @Test
    void aClassThatWinsMostPairsIsChosen() {
        Tensor x = Tensor.of(new float[] {2, 0, 0, 3, -1, -2}, 3, 2);
        List<Tensor> results = calls.all("SVMClassifier", classifier(), 2, x);
        assertArrayEquals(
                new String[] {"east", "north", "south-west"}, results.get(0).strings());
        assertArrayEquals(new float[] {2, 4, 2}, Arrays.copyOf(results.get(1).toFloats(), 3));
    }

    @Test
    void probabilitiesOfPairsAreCoupled() {
        Attributes attributes = classifier().with("prob_a", floats(-1, -1, -1)).with("prob_b", floats(0, 0, 0));
        Tensor x = Tensor.of(new float[] {2, 0}, 1, 2);
        double[] p = calls.all("SVMClassifier", attributes, 2, x).get(1).toDoubles();
        assertEquals(1, p[0] + p[1] + p[2], 1e-6);
        assertTrue(p[0] > p[1] && p[1] > p[2], () -> Arrays.toString(p));
        UnsupportedException e = assertThrows(
                UnsupportedException.class,
                () -> calls.gradient("SVMClassifier", attributes, 1, new double[] {1, 0, 0}, x));
        assertTrue(String.valueOf(e.getMessage()).contains("PairwiseCoupling"));
    }

    @Test
    void evenOddsGiveEqualShares() {
        Attributes attributes = classifier().with("prob_a", floats(0, 0, 0)).with("prob_b", floats(0, 0, 0));
        Tensor x = Tensor.of(new float[] {2, 0}, 1, 2);
        float third = 1 / 3f;
        assertArrayEquals(
                new float[] {third, third, third},
                calls.all("SVMClassifier", attributes, 2, x).get(1).toFloats(),
                1e-6f);
    }

    @Test
    void withoutSupportVectorsItIsLinear() {
        Attributes attributes = Attributes.of("classlabels_ints", 3, 9)
                .with("coefficients", floats(1, 0, 0, 1))
                .with("rho", floats(0.5));
        List<Tensor> results = calls.all("SVMClassifier", attributes, 2, Tensor.of(new double[] {1, 2, 4, 3}, 2, 2));
        assertArrayEquals(new long[] {9, 3}, results.get(0).toLongs());
        assertArrayEquals(new float[] {1.5f, 2.5f, 4.5f, 3.5f}, results.get(1).toFloats());
        Attributes novelty =
                Attributes.of("one_class", 1).with("coefficients", floats(1, 1)).with("rho", floats(-5));
        Tensor y = calls.run("SVMRegressor", novelty, Tensor.of(new double[] {1, 2, 4, 3}, 2, 2));
        assertArrayEquals(new float[] {-1, 1}, y.toFloats());
    }
}
