package org.cotangent.ops.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionTest {
    private static final Attributes DROP = Attributes.of("keepdims", 0);

    private final Calls calls = new Calls();

    @ParameterizedTest
    @CsvSource({
        "ReduceSum, 0",
        "ReduceProd, 1",
        "ReduceMax, -Infinity",
        "ReduceMin, Infinity",
        "ReduceL1, 0",
        "ReduceL2, 0",
        "ReduceSumSquare, 0",
        "ReduceLogSum, -Infinity",
        "ReduceLogSumExp, -Infinity",
        "ReduceMean, NaN"
    })
    void nothingReducesToTheIdentity(String type, double identity) {
        Tensor result = calls.run(type, DROP, Tensor.allocate(DType.FLOAT, 2, 0), Tensor.vector(1L));
        assertArrayEquals(new double[] {identity, identity}, result.toDoubles());
    }

    @Test
    void extremesOfNoIntegersAreTheEndsOfTheirType() {
        assertEquals(
                -128,
                calls.run("ReduceMax", DROP, Tensor.allocate(DType.INT8, 0)).getLong(0));
        assertEquals(
                255,
                calls.run("ReduceMin", DROP, Tensor.allocate(DType.UINT8, 0)).getLong(0));
        assertEquals(
                -1,
                calls.run("ReduceMin", DROP, Tensor.allocate(DType.UINT64, 0)).getLong(0));
        assertEquals(
                1, calls.run("ReduceMin", DROP, Tensor.allocate(DType.BOOL, 0)).getLong(0));
        assertEquals(
                1,
                calls.run("ReduceMax", DROP, Tensor.of(new boolean[] {false, true}, 2))
                        .getLong(0));
    }

    @Test
    void withoutAxesAllAreReducedOrNone() {
        Tensor x = Tensor.of(new double[] {1, -2, 3, -4}, 2, 2);
        assertEquals(Shape.of(1, 1), calls.run("ReduceSum", x).shape());
        Attributes none = Attributes.of("noop_with_empty_axes", 1);
        assertArrayEquals(
                x.toDoubles(),
                calls.run("ReduceSum", none, x, Tensor.vector(new long[0])).toDoubles());
        assertArrayEquals(
                new double[] {1, 2, 3, 4}, calls.run("ReduceL1", none, x).toDoubles());
    }

    /** Every way of choosing axes against the definition, on sizes that need several blocks. */
    @Test
    void sumsOverAnyAxesAreThoseOfTheDefinition() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        long[] shape = {3, 1, 5, 2, 300};
        Tensor x = new Draw(random, 3).tensor(DType.INT64, shape, -9, 9);
        for (int chosen = 1; chosen < 1 << shape.length; chosen++) {
            int mask = chosen;
            long[] axes = LongStream.range(0, shape.length)
                    .filter(a -> (mask >> a & 1) == 1)
                    .toArray();
            Tensor sum = calls.run("ReduceSum", x, Tensor.vector(axes));
            Tensor expected = Tensor.allocate(DType.INT64, sum.sizes());
            for (long i = 0; i < x.elements(); i++) {
                long target = 0;
                long stride = 1;
                long rest = i;
                for (int axis = shape.length - 1; axis >= 0; axis--) {
                    if ((mask >> axis & 1) == 0) {
                        target += rest % shape[axis] * stride;
                        stride *= shape[axis];
                    }
                    rest /= shape[axis];
                }
                expected.setLong(target, expected.getLong(target) + x.getLong(i));
            }
            assertArrayEquals(expected.toLongs(), sum.toLongs(), "axes " + Arrays.toString(axes));
        }
    }

    @Test
    void halvesAreSummedWithoutRoundingInBetween() {
        Tensor x = Tensor.full(DType.FLOAT16, 1, 4096);
        x.setDouble(0, 0.25);
        assertEquals(4096, calls.run("ReduceSum", x).getDouble(0));
        assertEquals(
                300, calls.run("ReduceL2", Tensor.full(DType.FLOAT16, 300, 1)).getDouble(0));
    }

    @Test
    void derivativesHoldAtZero() {
        Tensor zeros = Tensor.vector(0.0, 0.0);
        assertArrayEquals(
                new double[] {0, 0},
                calls.gradients("ReduceL2", DROP, zeros).getFirst().toDoubles());
        assertArrayEquals(
                new double[] {0, 0},
                calls.gradients("ReduceProd", DROP, zeros).getFirst().toDoubles());
        Tensor one = Tensor.vector(0.0, 2.0, 3.0);
        assertArrayEquals(
                new double[] {6, 0, 0},
                calls.gradients("ReduceProd", DROP, one).getFirst().toDoubles());
    }

    @Test
    void equalElementsShareTheDerivative() {
        Tensor x = Tensor.vector(1.0, 3.0, 3.0);
        assertArrayEquals(
                new double[] {0, 0.5, 0.5},
                calls.gradients("ReduceMax", DROP, x).getFirst().toDoubles());
    }

    @Test
    void logarithmsOfSumsDoNotOverflow() {
        Tensor x = Tensor.vector(1000.0, 1000.0);
        assertEquals(1000 + Math.log(2), calls.run("ReduceLogSumExp", DROP, x).getDouble(0));
        Tensor nothing = Tensor.vector(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertEquals(
                Double.NEGATIVE_INFINITY,
                calls.run("ReduceLogSumExp", DROP, nothing).getDouble(0));
    }

    @Test
    void axesOutsideOrTwiceAreRefused() {
        Tensor x = Tensor.of(new double[4], 2, 2);
        assertThrows(ShapeException.class, () -> calls.run("ReduceSum", x, Tensor.vector(2L)));
        assertThrows(ShapeException.class, () -> calls.run("ReduceSum", x, Tensor.vector(0L, -2L)));
    }
}
