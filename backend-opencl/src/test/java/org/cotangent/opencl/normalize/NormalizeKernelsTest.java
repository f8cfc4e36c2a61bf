package org.cotangent.opencl.normalize;

import java.util.ArrayList;
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

class NormalizeKernelsTest {
    private static final List<DType> TYPES = List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16);

    private static BothForms calls;

    @BeforeAll
    static void open() {
        calls = BothForms.open(NormalizeKernels::new);
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Softmax",
                "LogSoftmax",
                "org.cotangent::SoftmaxGradient",
                "org.cotangent::LogSoftmaxGradient",
                "LpNormalization"
            })
    void linesAlongAnyAxisAgree(String operator) {
        RandomTensors random = new RandomTensors(operator.hashCode());
        int inputs = operator.endsWith("Gradient") ? 2 : 1;
        for (DType type : TYPES) {
            for (long[] sizes : new long[][] {{5, 128}, {2, 3, 37}, {3, 50, 19}, {7, 2}, {2, 1030}, {4, 0}, {0, 4}}) {
                for (int axis = sizes.length - 2; axis < sizes.length; axis++) {
                    List<Tensor> tensors = new ArrayList<>();
                    for (int i = 0; i < inputs; i++) {
                        tensors.add(random.of(type, sizes));
                    }
                    calls.assertAgree(
                            operator,
                            Attributes.of("axis", axis),
                            tensors,
                            1,
                            (inputs == 2 ? 40 : 1) * DeviceCalls.tolerance(type));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Softmax", "LogSoftmax", "LpNormalization"})
    void notANumberAndInfinityAreAsInPortableKernels(String operator) {
        RandomTensors random = new RandomTensors(operator.hashCode());
        for (int i = 0; i < 8; i++) {
            Tensor x = random.special(DType.FLOAT, 9, 5 + i);
            calls.assertAgree(operator, Attributes.of("axis", 1), List.of(x), 1, 1e-5);
            calls.assertAgree(operator, Attributes.of("axis", 0), List.of(x), 1, 1e-5);
        }
        Tensor nothing = Tensor.full(DType.FLOAT, Double.NEGATIVE_INFINITY, 2, 20);
        calls.assertAgree(operator, Attributes.of("axis", 1), List.of(nothing), 1, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InstanceNormalization",
                "GroupNormalization",
                "BatchNormalization",
                "LRN",
                "org.cotangent::StandardizationGradient"
            })
    void sampledCallsAgree(String operator) {
        List<DType> types = operator.endsWith("Gradient") ? List.of(DType.FLOAT, DType.DOUBLE) : TYPES;
        calls.assertSampledAgree(operator, 8, types);
    }

    @Test
    void rowsOfAnyLengthAreNormalised() {
        RandomTensors random = new RandomTensors(7);
        for (DType type : TYPES) {
            for (long length : new long[] {1, 3, 16, 37, 384, 700}) {
                Tensor x = random.of(type, 5, length);
                Tensor scale = random.of(type, length);
                Attributes attributes = Attributes.of("axis", -1);
                double tolerance = 5 * DeviceCalls.tolerance(type);
                calls.assertAgree(
                        "LayerNormalization", attributes, List.of(x, scale, random.of(type, length)), 1, tolerance);
                if (length > 1) {
                    Attributes stashed = attributes.with("stash_type", 16);
                    calls.assertAgree(
                            "LayerNormalization", attributes, List.of(x, scale), 3, Math.max(1e-4, tolerance));
                    calls.assertAgree("LayerNormalization", stashed, List.of(x, scale), 3, 0.05);
                }
                calls.assertAgree("RMSNormalization", attributes, List.of(x, scale), 2, tolerance);
            }
        }
        Tensor mixed = random.of(DType.FLOAT16, 2, 3, 21);
        calls.assertAgree(
                "RMSNormalization", Attributes.of("axis", 1), List.of(mixed, random.of(DType.FLOAT, 3, 21)), 1, 1e-4);
    }

    @Test
    void theirGradientIsSummedOverManyRows() {
        RandomTensors random = new RandomTensors(8);
        for (long[] sizes : new long[][] {{3, 384}, {2_100, 37}, {9_000, 2}, {1, 7}, {0, 5}}) {
            Tensor x = random.of(DType.FLOAT, sizes);
            Tensor scale = random.of(DType.FLOAT, sizes[1]);
            Tensor dy = random.of(DType.FLOAT, sizes);
            Tensor inverse = random.of(DType.FLOAT, sizes[0], 1);
            Tensor mean = random.of(DType.FLOAT, sizes[0], 1);
            String operator = "org.cotangent::StandardizationGradient";
            calls.assertAgree(operator, Attributes.none(), List.of(x, scale, dy, inverse, mean), 2, 2e-3);
            calls.assertAgree(operator, Attributes.none(), List.of(x, scale, dy, inverse), 2, 2e-3);
        }
    }

    @Test
    void channelsOfBatchesAreNormalised() {
        RandomTensors random = new RandomTensors(9);
        for (long[] sizes : new long[][] {{4, 5, 6, 7}, {9, 20}, {33, 3}, {2, 17, 40}, {6, 1}}) {
            for (long training = 0; training < 2; training++) {
                long channels = sizes[1];
                Tensor variance = Tensor.full(DType.FLOAT, 0.7, channels);
                List<Tensor> inputs = List.of(
                        random.of(DType.FLOAT, sizes),
                        random.of(DType.FLOAT, channels),
                        random.of(DType.FLOAT, channels),
                        random.of(DType.FLOAT, channels),
                        variance);
                Attributes attributes = Attributes.of("training_mode", training);
                calls.assertAgree("BatchNormalization", attributes, inputs, 1, 1e-4);
                if (training == 1) {
                    calls.assertAgree("BatchNormalization", attributes, inputs, 3, 1e-4);
                }
                calls.assertAgree("BatchNormalization", attributes, inputs, 5, 1e-4);
            }
        }
        for (long[] sizes : new long[][] {{3, 2, 5, 7}, {2, 9, 1, 1}}) {
            Tensor x = random.of(DType.FLOAT, sizes);
            calls.assertAgree("MeanVarianceNormalization", Attributes.none(), List.of(x), 1, 1e-4);
        }
    }

    @Test
    void groupsAndNeighboursOfChannelsOfLargerImagesAgree() {
        RandomTensors random = new RandomTensors(10);
        Tensor x = random.of(DType.FLOAT, 2, 12, 9, 11);
        List<Tensor> inputs = List.of(x, random.of(DType.FLOAT, 12), random.of(DType.FLOAT, 12));
        for (long groups : new long[] {1, 3, 12}) {
            calls.assertAgree("GroupNormalization", Attributes.of("num_groups", groups), inputs, 1, 1e-4);
        }
        calls.assertAgree("InstanceNormalization", Attributes.none(), inputs, 1, 1e-4);
        calls.assertAgree("LRN", Attributes.of("size", 5).with("alpha", 0.5f), List.of(x), 1, 1e-5);
        calls.assertAgree(
                "LRN", Attributes.of("size", 4).with("alpha", 0.5f), List.of(random.of(DType.FLOAT, 3, 7)), 1, 1e-5);
    }
}
