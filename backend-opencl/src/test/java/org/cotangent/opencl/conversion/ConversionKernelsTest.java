package org.cotangent.opencl.conversion;

import java.util.List;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ConversionKernelsTest {
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 0.4, 0.5, -0.5, 2.5, 100.7, 126.99, 65503, 1e-8, 3.14159274101257, 1.0009765625, 1.00048828126
    };

    private static final double[] SPECIAL = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -1e30, 70000, 1e-40
    };

    private static List<DType> types() {
        return List.of(DType.values()).stream().filter(ElementType::supports).toList();
    }

    @Test
    void everyTypeBecomesEveryOther() {
        try (DeviceCalls calls = DeviceCalls.open(new ConversionKernels())) {
            for (DType from : types()) {
                for (DType to : types()) {
                    if (from == DType.DOUBLE && to == DType.BFLOAT16) {
                        continue; // declined: it would be rounded twice
                    }
                    Tensor x = Tensor.of(from, NUMBERS, NUMBERS.length);
                    calls.assertAgrees(
                            calls.operator("", "Cast"), Attributes.of("to", (long) to.code()), List.of(x), 1, 0);
                }
            }
        }
    }

    @Test
    void specialNumbersStaySpecial() {
        try (DeviceCalls calls = DeviceCalls.open(new ConversionKernels())) {
            for (DType from : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16)) {
                for (DType to : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BOOL, DType.INT64)) {
                    Tensor x = Tensor.of(from, SPECIAL, SPECIAL.length);
                    calls.assertAgrees(
                            calls.operator("", "Cast"), Attributes.of("to", (long) to.code()), List.of(x), 1, 0);
                }
            }
        }
    }
}
