package org.cotangent.opencl.movement;

import java.util.List;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.support.AsGpu;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.SampledCalls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovementKernelsTest {
    private static OpenClKernels family(boolean gpu) {
        return gpu ? new AsGpu(new MovementKernels()) : new MovementKernels();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sampledCallsAreExact(boolean gpu) {
        List<DType> types = List.of(DType.FLOAT, DType.DOUBLE, DType.BFLOAT16);
        try (DeviceCalls calls = DeviceCalls.open(family(gpu))) {
            for (String name : List.of("Transpose", "Expand", "Slice", "Split", "Concat", "Tile", "Pad", "Trilu")) {
                SampledCalls.assertAgree(calls, calls.operator("", name), 12, types, type -> 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void transposesOfMatricesThatAreLargerThanATile(boolean gpu) {
        try (DeviceCalls calls = DeviceCalls.open(family(gpu))) {
            for (long[] sizes : new long[][] {{37, 50}, {3, 17, 33}, {2, 40, 3, 19}, {1, 64, 64}, {16, 0, 5}}) {
                for (DType type : List.of(DType.FLOAT, DType.UINT8, DType.BFLOAT16, DType.INT64)) {
                    Tensor x = Tensor.allocate(type, sizes);
                    for (long i = 0; i < x.elements(); i++) {
                        x.setLong(i, i * 37 % 251);
                    }
                    long[] last = new long[sizes.length];
                    for (int axis = 0; axis < last.length; axis++) {
                        last[axis] = axis;
                    }
                    last[last.length - 1] = last.length - 2;
                    last[last.length - 2] = last.length - 1;
                    calls.assertAgrees(calls.operator("", "Transpose"), Attributes.none(), List.of(x), 1, 0);
                    calls.assertAgrees(calls.operator("", "Transpose"), Attributes.of("perm", last), List.of(x), 1, 0);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "edge", "reflect", "wrap"})
    void padsInEveryModeOnBothSides(String mode) {
        try (DeviceCalls calls = DeviceCalls.open(family(false))) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            for (long[] pads : new long[][] {{1, 2, 1, 2}, {0, -1, 1, 2}, {1, 0, 0, 0}}) {
                calls.assertAgrees(
                        calls.operator("", "Pad"),
                        Attributes.of("mode", mode),
                        List.of(x, Tensor.vector(pads), Tensor.scalar(7f)),
                        1,
                        0);
            }
        }
    }
}
