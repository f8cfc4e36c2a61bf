package org.cotangent.opencl.reduce;

import java.util.Arrays;
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

class ReductionTest {
    private static BothForms calls;

    @BeforeAll
    static void open() {
        calls = BothForms.open(ReduceKernels::new);
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Case(long[] sizes, long... axes) {}

    private static final List<Case> CASES = List.of(
            new Case(new long[] {}, new long[] {}),
            new Case(new long[] {5}, 0),
            new Case(new long[] {3, 37}, 1),
            new Case(new long[] {3, 37}, -2),
            new Case(new long[] {2, 3, 4, 5, 6}, 0, 2, 4),
            new Case(new long[] {2, 3, 4, 5, 6}, 1, 3),
            new Case(new long[] {7, 1, 19}, 1),
            new Case(new long[] {4, 100, 3}, 1),
            new Case(new long[] {2, 700}, 1),
            new Case(new long[] {700, 2}, 0),
            new Case(new long[] {0, 3}, 0),
            new Case(new long[] {0, 3}, 1),
            new Case(new long[] {2, 0, 3}, 1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReduceSum",
                "ReduceMean",
                "ReduceMax",
                "ReduceMin",
                "ReduceProd",
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSum",
                "ReduceLogSumExp",
                "ReduceSumSquare"
            })
    void anyAxesAreReduced(String operator) {
        RandomTensors random = new RandomTensors(operator.hashCode());
        for (Case each : CASES) {
            boolean empty = Arrays.stream(each.sizes()).anyMatch(size -> size == 0);
            Tensor x = random.of(DType.FLOAT, each.sizes());
            Attributes kept = Attributes.of("keepdims", x.elements() % 2);
            if (!empty || !operator.equals("ReduceLogSumExp")) {
                calls.assertAgree(operator, kept, List.of(x, Tensor.vector(each.axes())), 1, 5e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReduceSum",
                "ReduceMean",
                "ReduceMax",
                "ReduceMin",
                "ReduceProd",
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSum",
                "ReduceLogSumExp",
                "ReduceSumSquare"
            })
    void notANumberAndInfinityAreAsInPortableKernels(String operator) {
        RandomTensors random = new RandomTensors(operator.hashCode());
        for (int i = 0; i < 4; i++) {
            Tensor x = random.special(DType.FLOAT, 9, 21);
            calls.assertAgree(operator, Attributes.none(), List.of(x, Tensor.vector(1L)), 1, 1e-5);
            calls.assertAgree(operator, Attributes.none(), List.of(x, Tensor.vector(0L)), 1, 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReduceMean", "ReduceMax", "ReduceProd"})
    void everyTypeIsReduced(String operator) {
        RandomTensors random = new RandomTensors(operator.hashCode());
        for (DType type : List.of(DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16, DType.INT32, DType.UINT64)) {
            Tensor x = random.of(type, 5, 23);
            for (long axis = 0; axis < 2; axis++) {
                calls.assertAgree(
                        operator,
                        Attributes.none(),
                        List.of(x, Tensor.vector(axis)),
                        1,
                        10 * DeviceCalls.tolerance(type));
            }
        }
    }

    @Test
    void extremesOfNarrowIntegersAndBoolsAreExactAndThoseOfNothingTheLimits() {
        RandomTensors random = new RandomTensors(1);
        for (String operator : List.of("ReduceMax", "ReduceMin")) {
            for (DType type : List.of(DType.INT8, DType.UINT8, DType.BOOL)) {
                for (long[] sizes : new long[][] {{3, 17}, {0, 2}}) {
                    Tensor x = random.of(type, sizes);
                    calls.assertAgree(operator, Attributes.none(), List.of(x, Tensor.vector(0L)), 1, 0);
                }
            }
        }
    }

    @Test
    void manyElementsAreReducedInParts() {
        RandomTensors random = new RandomTensors(2);
        for (Case each : List.of(
                new Case(new long[] {300_001}, 0),
                new Case(new long[] {2, 50_003}, 1),
                new Case(new long[] {50_003, 3}, 0),
                new Case(new long[] {20_000, 17}, 0),
                new Case(new long[] {3, 6_007, 5}, 1),
                new Case(new long[] {5_000, 3, 9}, 0, 2))) {
            Tensor x = random.of(DType.FLOAT, each.sizes());
            for (String operator : List.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceLogSumExp", "ReduceL1")) {
                calls.assertAgree(
                        operator, Attributes.of("keepdims", 0), List.of(x, Tensor.vector(each.axes())), 1, 2e-4);
            }
        }
    }

    @Test
    void rootsAndLogarithmsOfIntegersAreTruncated() {
        RandomTensors random = new RandomTensors(5);
        for (DType type : List.of(DType.INT32, DType.UINT64)) {
            for (String operator : List.of("ReduceL2", "ReduceLogSum")) {
                Tensor x = random.of(type, 5, 3);
                calls.assertAgree(operator, Attributes.none(), List.of(x, Tensor.vector(1L)), 1, 0);
            }
        }
    }

    @Test
    void noAxesMeanAllOrNone() {
        Tensor x = new RandomTensors(3).of(DType.FLOAT, 3, 5);
        for (long noop = 0; noop < 2; noop++) {
            Attributes attributes = Attributes.of("noop_with_empty_axes", noop);
            calls.assertAgree("ReduceSum", attributes, List.of(x), 1, 1e-5);
            calls.assertAgree("ReduceSumSquare", attributes, List.of(x), 1, 1e-5);
            calls.assertAgree("ReduceMean", attributes, List.of(x, Tensor.allocate(DType.INT64, 0)), 1, 1e-5);
        }
    }

    @Test
    void sumsUndoBroadcasting() {
        RandomTensors random = new RandomTensors(4);
        for (long[][] sizes : new long[][][] {
            {{4, 3, 5}, {3, 1}}, {{4, 3}, {}}, {{2, 3}, {2, 3}}, {{64, 40}, {40}}, {{2, 3, 4, 5}, {3, 1, 5}}
        }) {
            List<Tensor> inputs = List.of(random.of(DType.FLOAT, sizes[0]), Tensor.vector(sizes[1]));
            calls.assertAgree("org.cotangent::SumTo", Attributes.none(), inputs, 1, 1e-5);
        }
    }
}
