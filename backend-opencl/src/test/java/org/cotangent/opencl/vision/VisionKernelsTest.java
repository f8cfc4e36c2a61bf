package org.cotangent.opencl.vision;

import java.util.List;
import java.util.SplittableRandom;
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

class VisionKernelsTest {
    private static DeviceCalls calls;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open(new VisionKernels());
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GridSample", "AffineGrid", "RoiAlign", "MaxRoiPool"})
    void samplesAgreeWithPortableOnes(String name) {
        SampledCalls.assertAgree(
                calls, calls.operator("", name), 25, List.of(DType.FLOAT, DType.DOUBLE), DeviceCalls::tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WeightedGather", "GatherDot"})
    void rowsOfTablesAgreeWithPortableOnes(String name) {
        SampledCalls.assertAgree(
                calls,
                calls.operator("org.cotangent", name),
                12,
                List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16),
                DeviceCalls::tolerance);
    }

    /** Places far outside, and one that is not a number. */
    @Test
    void placesMayBeAnywhere() {
        Draw draw = new Draw(new SplittableRandom(3), 3);
        Tensor grid = draw.tensor(DType.FLOAT, new long[] {2, 5, 7, 2}, -4, 4);
        grid.setDouble(3, Double.NaN);
        for (String padding : List.of("zeros", "border", "reflection")) {
            for (String mode : List.of("nearest", "linear", "cubic")) {
                Attributes attributes = Attributes.of("padding_mode", padding).with("mode", mode);
                Tensor whole = draw.tensor(DType.INT8, new long[] {2, 3, 6, 5}, -128, 127);
                calls.assertAgrees(
                        calls.operator("", "GridSample"),
                        attributes,
                        List.of(mode.equals("nearest") ? whole : converted(whole), grid),
                        1,
                        2e-5);
            }
        }
    }

    private static Tensor converted(Tensor tensor) {
        Tensor result = Tensor.allocate(DType.FLOAT, tensor.sizes());
        for (long i = 0; i < tensor.elements(); i++) {
            result.setDouble(i, tensor.getDouble(i) / 50);
        }
        return result;
    }

    @Test
    void regionsMayReachOut() {
        Draw draw = new Draw(new SplittableRandom(4), 3);
        Tensor x = draw.tensor(DType.FLOAT, new long[] {2, 3, 9, 8}, -2, 2);
        Tensor regions = draw.tensor(DType.FLOAT, new long[] {6, 4}, -20, 20);
        Tensor images = draw.indices(new long[] {6}, 0, 2);
        for (String mode : List.of("avg", "max")) {
            for (String coordinates : List.of("half_pixel", "output_half_pixel")) {
                Attributes attributes = Attributes.of("mode", mode)
                        .with("coordinate_transformation_mode", coordinates)
                        .with("output_height", 3)
                        .with("output_width", 4);
                calls.assertAgrees(calls.operator("", "RoiAlign"), attributes, List.of(x, regions, images), 1, 1e-4);
            }
        }
    }
}
