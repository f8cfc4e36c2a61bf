package org.cotangent.opencl.attention;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.opencl.support.AsGpu;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.SampledCalls;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AttentionKernelsTest {
    private static DeviceCalls calls;
    private static DeviceCalls asGpu;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open(new AttentionKernels());
        asGpu = DeviceCalls.open(new AsGpu(new AttentionKernels()));
    }

    @AfterAll
    static void close() {
        if (asGpu != null) {
            calls.close();
            asGpu.close();
        }
    }

    @Test
    void attentionAgreesWithItsExpansion() {
        Operator operator = calls.operator("", "Attention");
        SampledCalls.assertAgree(calls, operator, 15, List.of(DType.FLOAT), DeviceCalls::tolerance);
        SampledCalls.assertAgree(
                calls, operator, 4, List.of(DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16), DeviceCalls::tolerance);
        SampledCalls.assertAgree(asGpu, operator, 8, List.of(DType.FLOAT), DeviceCalls::tolerance);
    }

    /** Several tiles of keys, sizes that do not fill vectors, all that can be asked for. */
    @Test
    void longSequencesAgreeToo() {
        Draw draw = new Draw(new SplittableRandom(3), 3);
        Operator operator = calls.operator("", "Attention");
        for (long mode = 0; mode < 4; mode++) {
            Attributes attributes = Attributes.of("is_causal", mode % 2).with("qk_matmul_output_mode", mode);
            Tensor q = draw.tensor(DType.FLOAT, new long[] {2, 4, 5, 35}, -2, 2);
            Tensor k = draw.tensor(DType.FLOAT, new long[] {2, 2, 61, 35}, -2, 2);
            Tensor v = draw.tensor(DType.FLOAT, new long[] {2, 2, 61, 70}, -2, 2);
            Tensor mask = draw.tensor(mode < 2 ? DType.BOOL : DType.FLOAT, new long[] {2, 1, 5, 150}, -2, 2);
            for (int j = 0; j < 150 && mode < 3; j++) {
                mask.setDouble(j, mode < 2 ? 0 : Double.NEGATIVE_INFINITY);
            }
            Tensor pastK = draw.tensor(DType.FLOAT, new long[] {2, 2, 89, 35}, -2, 2);
            Tensor pastV = draw.tensor(DType.FLOAT, new long[] {2, 2, 89, 70}, -2, 2);
            for (DeviceCalls form : List.of(calls, asGpu)) {
                form.assertAgrees(operator, attributes, List.of(q, k, v, mask, pastK, pastV), 4, 2e-5);
            }
        }
    }

    @Test
    void aMaskOfIntegersIsAdded() {
        Draw draw = new Draw(new SplittableRandom(4), 3);
        Attributes attributes = Attributes.of("q_num_heads", 2).with("kv_num_heads", 1);
        Tensor q = draw.tensor(DType.FLOAT, new long[] {1, 3, 8}, -2, 2);
        Tensor k = draw.tensor(DType.FLOAT, new long[] {1, 6, 4}, -2, 2);
        Tensor mask = draw.tensor(DType.INT32, new long[] {3, 5}, -3, 3);
        calls.assertAgrees(calls.operator("", "Attention"), attributes, List.of(q, k, k, mask), 1, 2e-5);
    }

    @Test
    void queriesWithoutKeysGiveZeros() {
        Draw draw = new Draw(new SplittableRandom(4), 3);
        Tensor q = draw.tensor(DType.FLOAT, new long[] {2, 1, 3, 4}, -2, 2);
        Tensor k = draw.tensor(DType.FLOAT, new long[] {2, 1, 6, 4}, -2, 2);
        Tensor lengths = Tensor.of(new long[] {1, 5}, 2);
        for (DeviceCalls form : List.of(calls, asGpu)) {
            form.assertAgrees(
                    form.operator("", "Attention"),
                    Attributes.of("is_causal", 1),
                    Arrays.asList(q, k, k, null, null, null, lengths),
                    1,
                    2e-5);
        }
    }

    @Test
    void rotationsAgree() {
        Operator operator = calls.operator("", "RotaryEmbedding");
        List<DType> types = List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16);
        SampledCalls.assertAgree(
                calls, operator, 12, types, type -> type == DType.FLOAT ? 1e-6 : DeviceCalls.tolerance(type));
    }
}
