package org.cotangent.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
    private final Calls calls = new Calls();

    /** Sizes that are no multiples of the blocks of the kernel. */
    @Test
    void productsLargerThanBlocksAreSumsOfProducts() {
        for (DType dtype : new DType[] {DType.FLOAT, DType.DOUBLE, DType.INT64}) {
            Tensor a = numbers(dtype, 1, 70, 300);
            Tensor b = numbers(dtype, 2, 300, 270);
            Tensor y = calls.run("MatMul", a, b);
            for (int i = 0; i < 70; i += 23) {
                for (int j = 0; j < 270; j += 67) {
                    double sum = 0;
                    for (int k = 0; k < 300; k++) {
                        sum += a.getDouble(i * 300L + k) * b.getDouble(k * 270L + j);
                    }
                    assertEquals(
                            sum, y.getDouble(i * 270L + j), 1e-4 * (1 + Math.abs(sum)), dtype + " at " + i + ", " + j);
                }
            }
        }
    }

    private static Tensor numbers(DType dtype, long seed, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, dtype.isFloating() ? random.nextDouble(-1, 1) : random.nextInt(-9, 10));
        }
        return tensor;
    }

    @Test
    void vectorsLoseTheirAxis() {
        Tensor row = Tensor.vector(1f, 2f);
        Tensor matrices = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        assertArrayEquals(new long[] {2, 2}, calls.run("MatMul", row, matrices).sizes());
        assertArrayEquals(
                new float[] {5, 11, 17, 23}, calls.run("MatMul", matrices, row).toFloats());
        assertArrayEquals(new float[] {5}, calls.run("MatMul", row, row).toFloats());
        assertEquals(0, calls.run("MatMul", row, row).rank());
    }

    @Test
    void integersWrapAround() {
        Tensor a = Calls.vector(DType.INT32, 1 << 30, 1 << 30);
        assertEquals(
                Integer.MIN_VALUE,
                calls.run("MatMul", a, Calls.vector(DType.INT32, 1, 1)).getLong(0));
        Tensor large = Tensor.allocate(DType.UINT64, 1);
        large.setLong(0, -1);
        assertEquals(
                -2, calls.run("MatMul", large, Calls.vector(DType.UINT64, 2)).getLong(0));
    }

    @Test
    void anEmptyDepthGivesZeros() {
        Tensor y = calls.run("MatMul", Tensor.allocate(DType.FLOAT, 2, 0), Tensor.allocate(DType.FLOAT, 0, 3));
        assertArrayEquals(new float[6], y.toFloats());
    }

    /** 2049 ones cannot be counted in float16, but in float32. */
    @Test
    void narrowTypesAreRoundedOnce() {
        Tensor ones = Tensor.full(DType.FLOAT16, 1, 2049);
        Tensor halves = Tensor.full(DType.FLOAT16, 2, 2049);
        assertEquals(4098, calls.run("MatMul", ones, halves).getDouble(0), 2);
        Tensor narrow = Tensor.full(DType.BFLOAT16, 1, 1000);
        assertEquals(1000, calls.run("MatMul", narrow, narrow).getDouble(0), 4);
    }

    @Test
    void gemmIgnoresTheSummandWhereItsFactorIsZero() {
        Tensor one = Tensor.of(new float[] {1}, 1, 1);
        Attributes zero = Attributes.none().with("beta", 0f);
        assertEquals(
                1, calls.run("Gemm", zero, one, one, Tensor.scalar(Float.NaN)).getDouble(0));
        assertTrue(Double.isNaN(
                calls.run("Gemm", one, one, Tensor.scalar(Float.NaN)).getDouble(0)));
    }

    @Test
    void gemmBroadcastsTheSummand() {
        Tensor a = Tensor.of(new float[] {1, 2}, 2, 1);
        Tensor b = Tensor.of(new float[] {1, 1, 1}, 1, 3);
        Tensor column = Tensor.of(new float[] {10, 20}, 2, 1);
        assertArrayEquals(
                new float[] {11, 11, 11, 22, 22, 22},
                calls.run("Gemm", a, b, column).toFloats());
        assertThrows(ShapeException.class, () -> calls.run("Gemm", a, b, Tensor.allocate(DType.FLOAT, 2, 2, 3)));
    }

    @Test
    void matricesThatDoNotFitAreRefusedWithBothShapes() {
        Tensor a = Tensor.allocate(DType.FLOAT, 2, 3);
        ShapeException refusal = assertThrows(ShapeException.class, () -> calls.run("MatMul", a, a));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("[2, 3]"), message);
        Tensor scalar = Tensor.scalar(1f);
        assertThrows(ShapeException.class, () -> calls.run("MatMul", scalar, a));
    }

    @Test
    void quantisedProductsSaturate() {
        Tensor a = Calls.vector(DType.UINT8, 255, 255);
        Tensor one = Tensor.scalar(1f);
        Tensor zero = Tensor.full(DType.UINT8, 0);
        Tensor y = calls.run("QLinearMatMul", a, one, zero, a, one, zero, one, zero);
        assertEquals(255, y.getLong(0));
        assertEquals(2 * 255 * 255, calls.run("MatMulInteger", a, a).getLong(0));
        assertEquals("[]", Arrays.toString(y.sizes()));
    }
}
