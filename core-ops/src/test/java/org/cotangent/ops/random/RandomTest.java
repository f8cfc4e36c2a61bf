package org.cotangent.ops.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.ops.Calls;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomTest {
    private static final int COUNT = 20_000;

    /** Exceeded by the statistic of Kolmogorov and Smirnov, and of chi-squared, with a probability of 0.001. */
    private static final double KOLMOGOROV = 1.95;

    private static final double CHI_SQUARED_3 = 16.27;

    private final Calls calls = new Calls();

    private static Attributes shaped(long count, DType dtype) {
        return Attributes.of("shape", new long[] {count})
                .with("dtype", (long) dtype.code())
                .with("seed", 3f);
    }

    private static double kolmogorov(double[] values, DoubleUnaryOperator distribution) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double expected = distribution.applyAsDouble(sorted[i]);
            largest = Math.max(largest, Math.max(expected - i / n, (i + 1) / n - expected));
        }
        return largest * Math.sqrt(n);
    }

    private double normalDistribution(double z) {
        return (1 + calls.run("Erf", Tensor.scalar(z / Math.sqrt(2))).getDouble(0)) / 2;
    }

    @Test
    void uniformNumbersAreUniform() {
        double[] values = calls.run(
                        "RandomUniform",
                        shaped(COUNT, DType.DOUBLE).with("low", -2f).with("high", 3f))
                .toDoubles();
        assertTrue(kolmogorov(values, v -> (v + 2) / 5) < KOLMOGOROV);
    }

    @Test
    void normalNumbersAreNormal() {
        double[] values = calls.run(
                        "RandomNormal",
                        shaped(COUNT, DType.FLOAT).with("mean", 5f).with("scale", 2f))
                .toDoubles();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertEquals(5, mean, 4 * 2 / Math.sqrt(COUNT));
        assertEquals(4, variance, 4 * 4 * Math.sqrt(2.0 / COUNT));
        double[] some = Arrays.copyOf(values, 500);
        assertTrue(kolmogorov(some, v -> normalDistribution((v - 5) / 2)) < KOLMOGOROV);
    }

    @Test
    void neighboursAreNotCorrelated() {
        double[] values = calls.run("RandomNormal", shaped(COUNT, DType.DOUBLE)).toDoubles();
        for (int lag = 1; lag <= 2; lag++) {
            double sum = 0;
            for (int i = lag; i < COUNT; i++) {
                sum += values[i] * values[i - lag];
            }
            assertEquals(0, sum / COUNT, 4 / Math.sqrt(COUNT));
        }
    }

    @Test
    void bernoulliHitsAsOftenAsItIsTold() {
        Tensor probability = Tensor.full(DType.FLOAT, 0.3, COUNT);
        Tensor drawn = calls.run("Bernoulli", Attributes.of("dtype", DType.BOOL.code()), probability);
        assertEquals(DType.BOOL, drawn.dtype());
        assertEquals(0.3, Arrays.stream(drawn.toDoubles()).sum() / COUNT, 4 * Math.sqrt(0.21 / COUNT));
        Tensor certain = calls.run("Bernoulli", Tensor.vector(0f, 1f, Float.NaN));
        assertArrayEquals(new float[] {0, 1, 0}, certain.toFloats());
    }

    @Test
    void outcomesFollowTheirLogarithms() {
        double[] shares = {0.1, 0.2, 0.3, 0.4};
        Tensor logarithms = Tensor.allocate(DType.DOUBLE, 1, 5);
        for (int i = 0; i < 4; i++) {
            logarithms.setDouble(i, 1000 + Math.log(shares[i]));
        }
        logarithms.setDouble(4, Double.NEGATIVE_INFINITY);
        Tensor drawn =
                calls.run("Multinomial", Attributes.of("sample_size", COUNT).with("seed", 1f), logarithms);
        long[] counts = new long[5];
        Arrays.stream(drawn.toLongs()).forEach(outcome -> counts[(int) outcome]++);
        double statistic = 0;
        for (int i = 0; i < 4; i++) {
            double expected = COUNT * shares[i];
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        assertTrue(statistic < CHI_SQUARED_3, "chi-squared " + statistic);
        assertEquals(0, counts[4]);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
    void roundingDoesNotReachTheUpperBound(DType dtype) {
        for (float high : new float[] {1, 1.5f, -0.5f}) {
            Attributes attributes = shaped(COUNT, dtype).with("low", -1f).with("high", high);
            double[] values = calls.run("RandomUniform", attributes).toDoubles();
            assertTrue(Arrays.stream(values).allMatch(v -> v >= -1 && v < high), dtype + " " + high);
            assertEquals((high - 1) / 2, Arrays.stream(values).average().orElseThrow(), 0.02);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
    void anElementDependsOnSeedAndPlaceAlone(DType dtype) {
        for (String type : new String[] {"RandomNormal", "RandomUniform"}) {
            double[] all = calls.run(type, shaped(COUNT, dtype)).toDoubles();
            double[] first = calls.run(type, shaped(5001, dtype)).toDoubles();
            assertArrayEquals(Arrays.copyOf(all, 5001), first);
        }
    }

    @Test
    void seedsTellStreamsApart() {
        Attributes free = shaped(100, DType.FLOAT).without("seed");
        float[] once = calls.run("RandomUniform", free).toFloats();
        assertFalse(Arrays.equals(once, calls.run("RandomUniform", free).toFloats()));
        float[] seeded = calls.run("RandomUniform", free.with("seed", 1f)).toFloats();
        assertArrayEquals(
                seeded, calls.run("RandomUniform", free.with("seed", 1f)).toFloats());
        assertFalse(Arrays.equals(
                seeded, calls.run("RandomUniform", free.with("seed", 2f)).toFloats()));
    }

    @Test
    void theTypeIsThatOfTheInputUnlessItIsGiven() {
        Tensor words = Tensor.of(new String[] {"a", "b"}, 2);
        assertThrows(TypeException.class, () -> calls.run("RandomNormalLike", words));
        Tensor drawn = calls.run("RandomNormalLike", Attributes.of("dtype", DType.FLOAT16.code()), words);
        assertEquals(DType.FLOAT16, drawn.dtype());
        assertArrayEquals(new long[] {2}, drawn.sizes());
        assertEquals(
                DType.BFLOAT16,
                calls.run("RandomUniformLike", Tensor.full(DType.BFLOAT16, 0, 2))
                        .dtype());
    }
}
