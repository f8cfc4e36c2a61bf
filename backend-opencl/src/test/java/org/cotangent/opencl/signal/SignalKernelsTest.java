package org.cotangent.opencl.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.SampledCalls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignalKernelsTest {
    private static DeviceCalls calls;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open(new SignalKernels());
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    @Test
    void transformsAgreeWithPortableOnes() {
        SampledCalls.assertAgree(
                calls,
                calls.operator("", "DFT"),
                30,
                List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16),
                DeviceCalls::tolerance);
    }

    @Test
    void longerSignalsAgreeToo() {
        Draw draw = new Draw(new SplittableRandom(3), 3);
        for (long n : new long[] {97, 400, 1716}) {
            List<@Nullable Tensor> inputs = new ArrayList<>();
            inputs.add(draw.tensor(DType.FLOAT, new long[] {3, n, 2, 1}, -1, 1));
            inputs.add(null);
            inputs.add(Tensor.scalar(1L));
            calls.assertAgrees(calls.operator("", "DFT"), Attributes.of("onesided", 1), inputs, 1, 1e-4);
        }
    }
}
