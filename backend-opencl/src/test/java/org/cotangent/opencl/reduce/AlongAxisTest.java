package org.cotangent.opencl.reduce;

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

class AlongAxisTest {
    private static final long[][] SIZES = {{3, 37}, {2, 19, 21}, {5, 1}, {1, 700}, {0, 4}};

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

    private static final List<DType> TYPES =
            List.of(DType.FLOAT, DType.DOUBLE, DType.BFLOAT16, DType.INT8, DType.UINT64);

    @ParameterizedTest
    @ValueSource(strings = {"ArgMax", "ArgMin"})
    void placesOfExtremesAgreeWithTiesAndNotANumber(String operator) {
        RandomTensors random = new RandomTensors(operator.hashCode());
        for (DType type : TYPES) {
            for (long[] sizes : SIZES) {
                for (long axis = 1; axis < sizes.length; axis++) {
                    Attributes attributes = Attributes.of("axis", axis).with("keepdims", axis % 2);
                    Tensor x = random.of(type, sizes);
                    Tensor ties = type.isFloating() ? random.special(type, sizes) : x;
                    for (long last = 0; last < 2; last++) {
                        Attributes told = attributes.with("select_last_index", last);
                        calls.assertAgree(operator, told, List.of(x), 1, 0);
                        calls.assertAgree(operator, told, List.of(ties), 1, 0);
                    }
                }
            }
        }
    }

    @Test
    void aOneStandsAtTheLargest() {
        RandomTensors random = new RandomTensors(1);
        for (DType type : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16)) {
            for (long[] sizes : SIZES) {
                for (long axis = 1; axis < sizes.length; axis++) {
                    Attributes attributes = Attributes.of("axis", axis);
                    calls.assertAgree("Hardmax", attributes, List.of(random.of(type, sizes)), 1, 0);
                    calls.assertAgree("Hardmax", attributes, List.of(random.special(type, sizes)), 1, 0);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CumSum", "CumProd"})
    void beginningsAreCumulated(String operator) {
        RandomTensors random = new RandomTensors(operator.hashCode());
        for (DType type : List.of(DType.FLOAT, DType.BFLOAT16, DType.INT32)) {
            for (long[] sizes : SIZES) {
                for (long axis = 1; axis < sizes.length; axis++) {
                    for (long form = 0; form < 4; form++) {
                        Attributes attributes =
                                Attributes.of("exclusive", form % 2).with("reverse", form / 2);
                        List<Tensor> inputs = List.of(random.of(type, sizes), Tensor.scalar(axis));
                        calls.assertAgree(operator, attributes, inputs, 1, DeviceCalls.tolerance(type));
                    }
                }
            }
        }
        Tensor special = random.special(DType.FLOAT, 7, 33);
        calls.assertAgree(operator, Attributes.none(), List.of(special, Tensor.scalar(1L)), 1, 1e-6);
    }

    @Test
    void theBestAreSelectedInOrder() {
        RandomTensors random = new RandomTensors(2);
        for (DType type : TYPES) {
            for (long[] sizes : SIZES) {
                for (long axis = 1; axis < sizes.length; axis++) {
                    long length = sizes[(int) axis];
                    for (long k : new long[] {1, Math.min(length, 5), length}) {
                        Attributes attributes = Attributes.of("axis", axis).with("largest", k % 2);
                        Tensor x = type.isFloating() ? random.special(type, sizes) : random.of(type, sizes);
                        calls.assertAgree("TopK", attributes, List.of(x, Tensor.vector(k)), 2, 1e-9);
                    }
                }
            }
        }
        Tensor vocabulary = random.of(DType.FLOAT, 2, 5_000);
        calls.assertAgree("TopK", Attributes.none(), List.of(vocabulary, Tensor.vector(40L)), 2, 0);
    }
}
