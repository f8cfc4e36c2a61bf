package org.cotangent.opencl.gemm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.FamilyCalls;
import org.cotangent.opencl.support.RandomTensors;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixKernelsTest {
    private static DeviceCalls calls;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open();
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    private static void assertProduct(DType type, long[] a, long[] b) {
        SplittableRandom random = new SplittableRandom(a.length * 31L + b.length);
        List<Tensor> factors = List.of(
                new RandomTensors(random.nextLong()).of(type, a), new RandomTensors(random.nextLong()).of(type, b));
        double tolerance = 4 * DeviceCalls.tolerance(type);
        for (FamilyCalls form : List.of(
                new FamilyCalls(calls, new MatrixKernels(), calls.device().facts()),
                new FamilyCalls(calls, new MatrixKernels(), FamilyCalls.graphics(calls.device())))) {
            form.assertAgrees(calls.operator("", "MatMul"), Attributes.none(), factors, Set.of(), tolerance);
            form.assertAgrees(calls.operator("", "MatMul"), Attributes.none(), factors, Set.of(1), tolerance);
        }
    }

    @Test
    void matricesOfAllSizes() {
        for (long[] size : new long[][] {
            {1, 1, 1},
            {6, 64, 16},
            {7, 65, 3},
            {13, 70, 9},
            {5, 33, 300},
            {97, 17, 31},
            {1, 130, 600},
            {130, 1, 77},
            {200, 129, 70},
            {3, 5, 2000}
        }) {
            assertProduct(DType.FLOAT, new long[] {size[0], size[2]}, new long[] {size[2], size[1]});
        }
    }

    @Test
    void axesOfTheBatchBroadcast() {
        long[][][] shapes = {
            {{5}, {5}},
            {{5}, {5, 7}},
            {{4, 5}, {5}},
            {{3, 4, 5}, {5}},
            {{5}, {3, 5, 2}},
            {{3, 4, 5}, {5, 2}},
            {{4, 5}, {3, 5, 2}},
            {{2, 1, 4, 5}, {3, 5, 2}},
            {{2, 3, 4, 5}, {2, 3, 5, 6}},
            {{2, 1, 2, 4, 5}, {1, 3, 2, 5, 6}},
            {{2, 3, 1, 1, 3, 4}, {3, 2, 1, 4, 3}}
        };
        for (long[][] shape : shapes) {
            assertProduct(DType.FLOAT, shape[0], shape[1]);
        }
    }

    @Test
    void emptyFactors() {
        assertProduct(DType.FLOAT, new long[] {3, 0}, new long[] {0, 4});
        assertProduct(DType.FLOAT, new long[] {0, 3}, new long[] {3, 4});
        assertProduct(DType.FLOAT, new long[] {2, 4, 3}, new long[] {2, 3, 0});
        assertProduct(DType.FLOAT, new long[] {0, 4, 3}, new long[] {0, 3, 5});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16", "INT32", "INT64", "UINT32", "UINT64"})
    void everyType(DType type) {
        assertProduct(type, new long[] {9, 20}, new long[] {20, 35});
        assertProduct(type, new long[] {3, 40}, new long[] {40, 17});
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
    void sumsOfManyProductsAreAddedUpInParts(DType type) {
        SplittableRandom random = new SplittableRandom(1);
        List<Tensor> factors = new ArrayList<>();
        factors.add(new RandomTensors(random.nextLong()).of(type, 5, 3000));
        factors.add(new RandomTensors(random.nextLong()).of(type, 3000, 7));
        factors.add(new RandomTensors(random.nextLong()).of(type, 7));
        Operator gemm = calls.operator("", "Gemm");
        double tolerance = 20 * DeviceCalls.tolerance(type);
        calls.assertAgrees(gemm, Attributes.none().with("alpha", 0.1f).with("beta", 2f), factors, 1, tolerance);
    }

    @Test
    void gemmTransposesScalesAndAdds() {
        SplittableRandom random = new SplittableRandom(7);
        Operator gemm = calls.operator("", "Gemm");
        for (int i = 0; i < 16; i++) {
            long m = random.nextLong(1, 40);
            long n = random.nextLong(1, 90);
            long k = random.nextLong(1, 60);
            boolean transA = (i & 1) != 0;
            boolean transB = (i & 2) != 0;
            long[] c = switch (i / 4) {
                case 0 -> new long[] {n};
                case 1 -> new long[] {m, 1};
                case 2 -> new long[] {};
                default -> new long[] {m, n};
            };
            DType type = i % 5 == 4 ? DType.FLOAT16 : DType.FLOAT;
            List<Tensor> inputs = List.of(
                    new RandomTensors(random.nextLong()).of(type, transA ? new long[] {k, m} : new long[] {m, k}),
                    new RandomTensors(random.nextLong()).of(type, transB ? new long[] {n, k} : new long[] {k, n}),
                    new RandomTensors(random.nextLong()).of(type, c));
            Attributes attributes = Attributes.of("transA", transA ? 1 : 0)
                    .with("transB", transB ? 1 : 0)
                    .with("alpha", 0.5f)
                    .with("beta", i == 3 ? 0f : -0.25f);
            calls.assertAgrees(gemm, attributes, inputs, 1, 2 * DeviceCalls.tolerance(type));
        }
    }

    @Test
    void notANumberOfASummandThatDoesNotCount() {
        Tensor c = Tensor.of(DType.FLOAT, new double[] {Double.NaN, 1}, 2);
        SplittableRandom random = new SplittableRandom(7);
        List<Tensor> inputs = List.of(
                new RandomTensors(random.nextLong()).of(DType.FLOAT, 3, 4),
                new RandomTensors(random.nextLong()).of(DType.FLOAT, 4, 2),
                c);
        calls.assertAgrees(calls.operator("", "Gemm"), Attributes.none().with("beta", 0f), inputs, 1, 1e-6);
    }

    @Test
    void fusedMatMulTransposesBatches() {
        SplittableRandom random = new SplittableRandom(8);
        Operator fused = calls.operator("org.cotangent", "FusedMatMul");
        for (int i = 0; i < 4; i++) {
            List<Tensor> inputs = List.of(
                    new RandomTensors(random.nextLong())
                            .of(DType.FLOAT, (i & 1) != 0 ? new long[] {3, 5, 9} : new long[] {3, 9, 5}),
                    new RandomTensors(random.nextLong())
                            .of(DType.FLOAT, (i & 2) != 0 ? new long[] {3, 20, 5} : new long[] {3, 5, 20}));
            Attributes attributes =
                    Attributes.of("transA", i & 1).with("transB", i >> 1).with("alpha", 0.125f);
            calls.assertAgrees(fused, attributes, inputs, 1, 2e-5);
        }
    }
}
