package org.cotangent.opencl.quant;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.opencl.support.AsGpu;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.SampledCalls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantKernelsTest {
    private static final List<DType> BYTES = List.of(DType.INT8, DType.UINT8);

    private static DeviceCalls calls;
    private static DeviceCalls asGpu;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open(new QuantKernels());
        asGpu = DeviceCalls.open(new AsGpu(new QuantKernels()));
    }

    @AfterAll
    static void close() {
        if (asGpu != null) {
            calls.close();
            asGpu.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear"})
    void codesAreThoseOfPortableKernels(String name) {
        List<DType> types = name.startsWith("Dynamic")
                ? List.of(DType.FLOAT, DType.DOUBLE)
                : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16);
        SampledCalls.assertAgree(calls, calls.operator("", name), 20, types, type -> 0);
        SampledCalls.assertAgree(asGpu, calls.operator("", name), 6, List.of(DType.FLOAT), type -> 0);
    }

    @Test
    void fakeQuantizeRoundsAsCodesDo() {
        SampledCalls.assertAgree(
                calls,
                calls.operator("org.cotangent", "FakeQuantize"),
                20,
                List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16),
                type -> 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MatMulInteger", "QLinearMatMul", "ConvInteger", "QLinearConv"})
    void productsAreExact(String name) {
        SampledCalls.assertAgree(calls, calls.operator("", name), 25, List.of(DType.FLOAT), type -> 0);
        SampledCalls.assertAgree(asGpu, calls.operator("", name), 10, List.of(DType.FLOAT), type -> 0);
    }

    @Test
    void stacksOfMatricesBroadcast() {
        Draw draw = new Draw(new SplittableRandom(3), 5);
        for (long[][] sizes : new long[][][] {
            {{7}, {7}, {}, {}},
            {{5}, {2, 5, 33}, {}, {33}},
            {{2, 3, 5}, {5}, {}, {}},
            {{9, 13}, {13, 21}, {9}, {21}},
            {{2, 1, 3, 6}, {4, 6, 17}, {2, 1, 3, 1}, {4, 1, 17}},
            {{3, 4, 6, 2}, {3, 1, 2, 70}, {6}, {1}},
            {{2, 0}, {0, 5}, {}, {}},
            {{0, 3}, {3, 5}, {}, {}}
        }) {
            for (DType left : BYTES) {
                for (DType right : BYTES) {
                    Tensor a = draw.tensor(left, sizes[0], left == DType.INT8 ? -128 : 0, 127);
                    Tensor b = draw.tensor(right, sizes[1], right == DType.INT8 ? -128 : 0, 127);
                    Tensor zeroA = draw.tensor(left, sizes[2], 0, 100);
                    Tensor zeroB = draw.tensor(right, sizes[3], 0, 100);
                    for (DeviceCalls form : List.of(calls, asGpu)) {
                        form.assertAgrees(
                                form.operator("", "MatMulInteger"),
                                Attributes.none(),
                                List.of(a, b, zeroA, zeroB),
                                1,
                                0);
                        form.assertAgrees(
                                form.operator("", "QLinearMatMul"),
                                Attributes.none(),
                                List.of(
                                        a,
                                        draw.tensor(DType.FLOAT, sizes[2], 0.01, 0.1),
                                        zeroA,
                                        b,
                                        draw.tensor(DType.FLOAT, sizes[3], 0.01, 0.1),
                                        zeroB,
                                        Tensor.scalar(3.5f),
                                        draw.tensor(left, new long[0], 0, 100)),
                                1,
                                0);
                    }
                }
            }
        }
    }

    @Test
    void zeroPointsMayBeAbsent() {
        Draw draw = new Draw(new SplittableRandom(4), 5);
        Tensor a = draw.tensor(DType.UINT8, new long[] {5, 40}, 0, 255);
        Tensor b = draw.tensor(DType.INT8, new long[] {40, 35}, -128, 127);
        calls.assertAgrees(calls.operator("", "MatMulInteger"), Attributes.none(), List.of(a, b), 1, 0);
        Tensor zero = draw.tensor(DType.INT8, new long[] {35}, -128, 127);
        calls.assertAgrees(
                calls.operator("", "MatMulInteger"), Attributes.none(), Arrays.asList(a, b, null, zero), 1, 0);
    }

    @Test
    void rangesOfLongTensorsAreFoundInParts() {
        Draw draw = new Draw(new SplittableRandom(5), 5);
        for (int n : new int[] {0, 1, 17, 4099, 40_001}) {
            Tensor x = draw.tensor(DType.FLOAT, new long[] {n}, -3, 5);
            if (n > 3) {
                x.setDouble(n - 2, 8);
                x.setDouble(1, -7);
            }
            for (DeviceCalls form : List.of(calls, asGpu)) {
                form.assertAgrees(form.operator("", "DynamicQuantizeLinear"), Attributes.none(), List.of(x), 3, 0);
                form.assertAgrees(form.operator("", "DynamicQuantizeLinear"), Attributes.none(), List.of(x), 1, 0);
            }
        }
    }

    @Test
    void numbersWithoutACodeAreTreatedAlike() {
        double inf = Double.POSITIVE_INFINITY;
        Tensor x = Tensor.of(DType.FLOAT, new double[] {Double.NaN, inf, -inf, 1e30, -1e30, 0.5, 1.5, -0.5}, 8);
        for (DType codes : List.of(DType.INT8, DType.UINT8, DType.INT16, DType.UINT16)) {
            calls.assertAgrees(
                    calls.operator("", "QuantizeLinear"),
                    Attributes.none(),
                    List.of(x, Tensor.scalar(1f), Tensor.full(codes, 3)),
                    1,
                    0);
        }
        calls.assertAgrees(calls.operator("", "DynamicQuantizeLinear"), Attributes.none(), List.of(x), 3, 0);
    }
}
