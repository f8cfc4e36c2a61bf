package org.cotangent.opencl.pooling;

import java.util.List;
import org.cotangent.opencl.support.BothForms;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.RandomTensors;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolingKernelsTest {
    private static BothForms calls;

    @BeforeAll
    static void open() {
        calls = BothForms.open(PoolingKernels::new);
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    private static Attributes windows(long kernel, long stride, long dilation, long pad) {
        return Attributes.of("kernel_shape", new long[] {kernel, kernel})
                .with("strides", new long[] {stride, stride})
                .with("dilations", new long[] {dilation, dilation})
                .with("pads", new long[] {pad, pad, pad, pad});
    }

    private static final List<Attributes> WINDOWS = List.of(
            windows(2, 2, 1, 0),
            windows(3, 1, 1, 1),
            windows(3, 2, 1, 1),
            windows(2, 3, 2, 0),
            windows(3, 2, 2, 2).with("ceil_mode", 1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MaxPool",
                "AveragePool",
                "LpPool",
                "MaxUnpool",
                "GlobalMaxPool",
                "GlobalAveragePool",
                "org.cotangent::MaxPoolGather",
                "org.cotangent::MaxPoolScatter"
            })
    void sampledCallsAgree(String operator) {
        calls.assertSampledAgree(operator, 12, List.of(DType.FLOAT, DType.DOUBLE));
        calls.assertSampledAgree(operator, 3, List.of(DType.BFLOAT16));
    }

    @Test
    void rowsLongerThanVectorsAgree() {
        RandomTensors random = new RandomTensors(1);
        for (DType type : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16)) {
            Tensor x = random.of(type, 2, 3, 9, 45);
            double tolerance = DeviceCalls.tolerance(type);
            for (Attributes each : WINDOWS) {
                calls.assertAgree("MaxPool", each, List.of(x), 1, 0);
                calls.assertAgree("MaxPool", each, List.of(x), 2, 0);
                calls.assertAgree("AveragePool", each, List.of(x), 1, tolerance);
            }
        }
    }

    @Test
    void whatIsPaddingCountsAsTold() {
        Tensor x = new RandomTensors(2).of(DType.FLOAT, 1, 2, 7, 21);
        for (Attributes each : WINDOWS) {
            Attributes counted = each.with("count_include_pad", 1);
            calls.assertAgree("AveragePool", counted, List.of(x), 1, 1e-6);
            calls.assertAgree("LpPool", each.with("p", 3), List.of(x), 1, 1e-5);
        }
        for (String same : List.of("SAME_UPPER", "SAME_LOWER")) {
            Attributes automatic = Attributes.of("kernel_shape", new long[] {2, 3})
                    .with("strides", new long[] {2, 2})
                    .with("auto_pad", same)
                    .with("count_include_pad", 1);
            calls.assertAgree("AveragePool", automatic, List.of(x), 1, 1e-6);
        }
    }

    @Test
    void maximaOfIntegersAndTheirPlacesAgree() {
        RandomTensors random = new RandomTensors(3);
        for (DType type : List.of(DType.INT8, DType.UINT8)) {
            Tensor x = random.of(type, 2, 2, 8, 19);
            for (Attributes each : WINDOWS) {
                calls.assertAgree("MaxPool", each.with("storage_order", 1), List.of(x), 2, 0);
            }
        }
    }

    @Test
    void theFirstOfEqualsCountsAndNotANumberBeforeAll() {
        RandomTensors random = new RandomTensors(4);
        for (Attributes each : WINDOWS) {
            Tensor x = random.special(DType.FLOAT, 1, 2, 9, 40);
            calls.assertAgree("MaxPool", each, List.of(x), 1, 1e-9);
            calls.assertAgree("MaxPool", each.with("storage_order", 1), List.of(x), 2, 1e-9);
            calls.assertAgree(
                    "org.cotangent::MaxPoolGather", each, List.of(x, random.of(DType.FLOAT, 1, 2, 9, 40)), 1, 0);
        }
    }

    @Test
    void overlappingWindowsAddUpAtTheirMaxima() {
        RandomTensors random = new RandomTensors(5);
        for (DType type : List.of(DType.FLOAT, DType.BFLOAT16)) {
            Tensor x = random.of(type, 2, 2, 11, 21);
            calls.assertAgree(
                    "org.cotangent::MaxPoolScatter",
                    windows(3, 1, 1, 1),
                    List.of(x, random.of(type, 2, 2, 11, 21)),
                    1,
                    DeviceCalls.tolerance(type));
            calls.assertAgree(
                    "org.cotangent::MaxPoolScatter",
                    windows(3, 2, 1, 1),
                    List.of(x, random.of(type, 2, 2, 6, 11)),
                    1,
                    DeviceCalls.tolerance(type));
        }
    }

    @Test
    void theLastOfSeveralElementsForAPlaceCounts() {
        Tensor x = Tensor.of(DType.FLOAT, new double[] {1, 2, 3, 4}, 1, 1, 2, 2);
        Tensor places = Tensor.of(new long[] {5, 0, 5, 15}, 1, 1, 2, 2);
        calls.assertAgree("MaxUnpool", windows(2, 2, 1, 0).without("dilations"), List.of(x, places), 1, 0);
    }

    @Test
    void noImagesGiveNothing() {
        Tensor x = Tensor.allocate(DType.FLOAT, 0, 3, 5, 5);
        for (String operator : List.of("MaxPool", "AveragePool", "LpPool")) {
            calls.assertAgree(operator, windows(2, 2, 1, 0), List.of(x), 1, 0);
        }
        calls.assertAgree("GlobalAveragePool", Attributes.none(), List.of(x), 1, 0);
    }
}
