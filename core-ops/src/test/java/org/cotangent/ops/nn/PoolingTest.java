package org.cotangent.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PoolingTest {
    private final Calls calls = new Calls();
    private final Attributes pairs = Attributes.of("kernel_shape", 2L);

    private static Tensor line(double... values) {
        return Tensor.of(DType.FLOAT, values, 1, 1, values.length);
    }

    private long[] indices(Attributes attributes, Tensor x) {
        Value value = calls.eager().constant(x);
        return calls.eager()
                .tensor(calls.eager()
                        .formulas()
                        .call("", "MaxPool", attributes, 2, value)
                        .get(1))
                .toLongs();
    }

    @Test
    void theFirstOfEqualsCountsAndGetsTheGradient() {
        Tensor x = line(1, 1, 1);
        assertArrayEquals(new long[] {0, 1}, indices(pairs, x));
        assertArrayEquals(
                new float[] {1, 1, 0},
                calls.gradients("MaxPool", pairs, x).getFirst().toFloats());
    }

    /** The second window begins at the last element, and reaches beyond it. */
    @Test
    void withCeilAWindowMayReachBeyondTheEndWhereThereAreNoPadsEither() {
        Attributes gaps = pairs.with("dilations", 2).with("strides", 3).with("ceil_mode", 1L);
        Tensor x = line(1, 2, 3, 4);
        for (String pads : new String[] {"NOTSET", "VALID"}) {
            assertArrayEquals(
                    new float[] {3, 4},
                    calls.run("MaxPool", gaps.with("auto_pad", pads), x).toFloats(),
                    pads);
        }
        assertArrayEquals(
                new float[] {3, 4},
                calls.run("MaxPool", gaps, line(1, 2, 3, 4, 0)).toFloats());
        assertArrayEquals(
                new float[] {3}, calls.run("MaxPool", gaps, line(1, 2, 3)).toFloats());
    }

    @Test
    void aWindowWithNaNGivesNaN() {
        Tensor x = line(1, Double.NaN, 2, 3);
        assertArrayEquals(
                new float[] {Float.NaN, Float.NaN, 3},
                calls.run("MaxPool", pairs, x).toFloats());
    }

    @Test
    void minusInfinityIsAnElementLikeOthers() {
        Tensor x = line(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertEquals(Float.NEGATIVE_INFINITY, calls.run("MaxPool", pairs, x).getDouble(0));
        assertArrayEquals(new long[] {0}, indices(pairs, x));
    }

    @Test
    void paddingIsNeverTheLargest() {
        Tensor x = Tensor.of(DType.INT8, new double[] {-5, -7}, 1, 1, 2);
        Attributes padded = pairs.with("pads", 1, 1);
        assertArrayEquals(
                new long[] {-5, -5, -7}, calls.run("MaxPool", padded, x).toLongs());
    }

    /** A 2 x 3 plane whose largest element is at row 1, column 2. */
    @Test
    void columnMajorIndicesCountTheFirstAxisFastest() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 1, 1, 2, 3);
        Attributes all = Attributes.of("kernel_shape", 2, 3);
        assertArrayEquals(new long[] {5}, indices(all, x));
        assertArrayEquals(new long[] {5}, indices(all.with("storage_order", 1), x));
        Tensor other = Tensor.of(new float[] {0, 9, 2, 3, 4, 5}, 1, 1, 2, 3);
        assertArrayEquals(new long[] {2}, indices(all.with("storage_order", 1), other));
        assertArrayEquals(
                new float[] {0, 1, 0, 0, 0, 0},
                calls.gradients("MaxPool", all.with("storage_order", 1), other)
                        .getFirst()
                        .toFloats());
    }

    @Test
    void maxUnpoolPutsBackWhatMaxPoolTook() {
        Tensor x = Tensor.of(new float[] {1, 4, 2, 8}, 1, 1, 4);
        Attributes windows = Attributes.of("kernel_shape", 2L).with("strides", 2L);
        Tensor taken = calls.run("MaxPool", windows, x);
        Tensor indices = Tensor.of(indices(windows, x), 1, 1, 2);
        assertArrayEquals(
                new float[] {0, 4, 0, 8},
                calls.run("MaxUnpool", windows, taken, indices).toFloats());
    }

    @Test
    void averagesCountWhatTheyAreToldTo() {
        Tensor x = line(2, 4, 6);
        Attributes padded = Attributes.of("kernel_shape", 3L).with("pads", 1, 1);
        assertArrayEquals(
                new float[] {3, 4, 5}, calls.run("AveragePool", padded, x).toFloats());
        assertArrayEquals(
                new float[] {2, 4, 10f / 3},
                calls.run("AveragePool", padded.with("count_include_pad", 1), x).toFloats());
    }

    @Test
    void theNormOfZerosHasNoSlope() {
        Tensor zeros = line(0, 0);
        assertArrayEquals(
                new float[] {0, 0},
                calls.gradients("LpPool", pairs, zeros).getFirst().toFloats());
        assertArrayEquals(
                new float[] {0, 0},
                calls.gradients("GlobalLpPool", Attributes.none(), zeros)
                        .getFirst()
                        .toFloats());
    }

    @Test
    void emptyAxesAreRefused() {
        Tensor empty = Tensor.allocate(DType.FLOAT, 1, 1, 0);
        assertThrows(ShapeException.class, () -> calls.run("MaxPool", pairs, empty));
        assertThrows(ShapeException.class, () -> calls.run("MaxPool", pairs, line(1)));
    }
}
