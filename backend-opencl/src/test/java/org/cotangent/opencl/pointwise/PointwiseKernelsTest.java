package org.cotangent.opencl.pointwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointwiseKernelsTest {
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

    private static Tensor random(SplittableRandom random, DType type, long... sizes) {
        Tensor tensor = Tensor.allocate(type, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (type.isFloating()) {
                tensor.setDouble(i, random.nextDouble(-3, 3));
            } else {
                tensor.setLong(i, random.nextLong(type.isInteger() ? -100 : 0, type.isInteger() ? 100 : 2));
            }
        }
        return tensor;
    }

    @Test
    void inputsBroadcastAgainstEachOther() {
        SplittableRandom random = new SplittableRandom(5);
        Operator add = calls.operator("", "Add");
        for (long[][] sizes : new long[][][] {
            {{}, {}},
            {{0, 3}, {3}},
            {{1}, {7}},
            {{257}, {1}},
            {{3, 1, 5}, {4, 1}},
            {{2, 3, 4, 5}, {3, 1, 5}},
            {{2, 1, 3, 1, 4}, {1, 5, 1, 6, 1}},
            {{1000, 3}, {3}}
        }) {
            Tensor x = random(random, DType.FLOAT, sizes[0]);
            Tensor y = random(random, DType.FLOAT, sizes[1]);
            calls.assertAgrees(add, Attributes.none(), List.of(x, y), 1, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul", "Div", "Less", "Equal", "Min", "Max"})
    void everyTypeIsExact(String name) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        Operator operator = calls.operator("", name);
        for (DType type : List.of(
                DType.FLOAT,
                DType.DOUBLE,
                DType.FLOAT16,
                DType.BFLOAT16,
                DType.INT8,
                DType.UINT8,
                DType.INT16,
                DType.UINT16,
                DType.INT32,
                DType.UINT32,
                DType.INT64,
                DType.UINT64)) {
            List<Tensor> inputs = List.of(random(random, type, 5, 13), random(random, type, 13));
            calls.assertAgrees(operator, Attributes.none(), inputs, 1, name.equals("Div") ? 1e-7 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Abs",
                "Neg",
                "Sign",
                "Floor",
                "Ceil",
                "Round",
                "Sqrt",
                "Reciprocal",
                "Exp",
                "Log",
                "Sin",
                "Cos",
                "Tan",
                "Asin",
                "Acos",
                "Atan",
                "Sinh",
                "Cosh",
                "Tanh",
                "Asinh",
                "Acosh",
                "Atanh",
                "Erf",
                "Sigmoid",
                "Relu",
                "Gelu",
                "Softplus",
                "Elu",
                "HardSwish",
                "Mish",
                "IsNaN",
                "IsInf"
            })
    void functionsOfOneNumberAgreeAtSpecialNumbersToo(String name) {
        Operator operator = calls.operator("", name);
        List<Double> numbers = new ArrayList<>(Arrays.asList(
                0.0,
                -0.0,
                1.0,
                -1.0,
                0.5,
                -2.5,
                1e-3,
                20.0,
                -20.0,
                88.0,
                -104.0,
                1e30,
                -1e30,
                1e-40,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY));
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            numbers.add(random.nextDouble(-6, 6));
        }
        double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        calls.assertAgrees(
                operator, Attributes.none(), List.of(Tensor.of(DType.FLOAT, values, values.length)), 1, 2e-6);
        calls.assertAgrees(
                operator, Attributes.none(), List.of(Tensor.of(DType.DOUBLE, values, values.length)), 1, 1e-14);
    }

    @Test
    void divisionsOfIntegersNeverStopTheProcessor() {
        Tensor x = Tensor.of(new long[] {Long.MIN_VALUE, 5, -7, 0, Long.MIN_VALUE, 9}, 6);
        Tensor y = Tensor.of(new long[] {-1, 0, 2, 0, 1, -4}, 6);
        for (String name : List.of("Div", "Mod")) {
            calls.assertAgrees(calls.operator("", name), Attributes.none(), List.of(x, y), 1, 0);
        }
    }
}
