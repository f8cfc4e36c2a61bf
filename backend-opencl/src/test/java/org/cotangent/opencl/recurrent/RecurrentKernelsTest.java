package org.cotangent.opencl.recurrent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.opencl.OpenClBackend;
import org.cotangent.opencl.support.AsGpu;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.SampledCalls;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentKernelsTest {
    private static DeviceCalls calls;
    private static DeviceCalls asGpu;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open(new RecurrentKernels());
        asGpu = DeviceCalls.open(new AsGpu(new RecurrentKernels()));
    }

    @AfterAll
    static void close() {
        if (asGpu != null) {
            calls.close();
            asGpu.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void layersAgreeWithPortableOnes(Layer layer) {
        Operator operator = calls.operator("", layer.name());
        SampledCalls.assertAgree(calls, operator, 8, List.of(DType.FLOAT), DeviceCalls::tolerance);
        SampledCalls.assertAgree(calls, operator, 2, List.of(DType.DOUBLE, DType.FLOAT16), DeviceCalls::tolerance);
        SampledCalls.assertAgree(asGpu, operator, 3, List.of(DType.FLOAT), DeviceCalls::tolerance);
    }

    /** Units that do not fill vectors, rows that do not fill blocks, a trace, sequences of several lengths. */
    @ParameterizedTest
    @EnumSource
    void oddSizesAgreeToo(Layer layer) {
        Operator operator = calls.operator("", layer.name());
        Draw draw = new Draw(new SplittableRandom(7), 3);
        int hidden = 21;
        for (int batch : new int[] {1, 5}) {
            for (int layout = 0; layout < 2; layout++) {
                Attributes attributes =
                        Attributes.of("direction", "bidirectional").with("layout", layout);
                List<@Nullable Tensor> inputs = inputs(layer, draw, 4, batch, 9, hidden, layout == 1);
                for (DeviceCalls form : List.of(calls, asGpu)) {
                    form.assertAgrees(operator, attributes, inputs, layer.traceOutput() + 1, 2e-5);
                }
            }
        }
    }

    private static List<@Nullable Tensor> inputs(
            Layer layer, Draw draw, long time, long batch, long inputs, long hidden, boolean batchFirst) {
        long wide = layer.gates() * hidden;
        long[] state = batchFirst ? new long[] {batch, 2, hidden} : new long[] {2, batch, hidden};
        long[] x = batchFirst ? new long[] {batch, time, inputs} : new long[] {time, batch, inputs};
        List<@Nullable Tensor> tensors = new ArrayList<>();
        tensors.add(draw.tensor(DType.FLOAT, x, -1, 1));
        tensors.add(draw.tensor(DType.FLOAT, new long[] {2, wide, inputs}, -0.5, 0.5));
        tensors.add(draw.tensor(DType.FLOAT, new long[] {2, wide, hidden}, -0.3, 0.3));
        tensors.add(draw.tensor(DType.FLOAT, new long[] {2, 2 * wide}, -0.5, 0.5));
        tensors.add(draw.tensor(DType.INT32, new long[] {batch}, 1, time + 2.0));
        tensors.add(draw.tensor(DType.FLOAT, state, -1, 1));
        if (layer.hasCells()) {
            tensors.add(draw.tensor(DType.FLOAT, state, -1, 1));
            tensors.add(draw.tensor(DType.FLOAT, new long[] {2, 3 * hidden}, -0.5, 0.5));
        }
        return tensors;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Relu",
                "Affine",
                "LeakyRelu",
                "ThresholdedRelu",
                "ScaledTanh",
                "HardSigmoid",
                "Elu",
                "Softsign",
                "Softplus"
            })
    void everyActivationIsKnown(String name) {
        Draw draw = new Draw(new SplittableRandom(9), 3);
        Attributes attributes = Attributes.of("direction", "bidirectional")
                .with("activations", new Attribute.OfStrings(List.of(name, "Tanh")))
                .with("activation_alpha", new Attribute.OfFloats(List.of(0.4f)))
                .with("activation_beta", new Attribute.OfFloats(List.of(0.3f)))
                .with("clip", 0.8f);
        List<@Nullable Tensor> inputs = inputs(Layer.RNN, draw, 3, 2, 3, 5, false);
        calls.assertAgrees(calls.operator("", "RNN"), attributes, inputs, 2, 2e-5);
    }

    @Test
    void emptySequencesKeepTheirStates() {
        Draw draw = new Draw(new SplittableRandom(9), 3);
        Attributes attributes = Attributes.of("direction", "bidirectional");
        List<@Nullable Tensor> inputs = inputs(Layer.LSTM, draw, 0, 2, 3, 5, false);
        inputs.set(4, null);
        calls.assertAgrees(calls.operator("", "LSTM"), attributes, inputs, 3, 0);
        List<@Nullable Tensor> bare = Arrays.asList(inputs.get(0), inputs.get(1), inputs.get(2));
        calls.assertAgrees(calls.operator("", "LSTM"), attributes, bare, 3, 0);
    }

    /** Weights that are constant are arranged once; a second run finds them as the first has left them. */
    @Test
    void constantWeightsAreKept() {
        Draw draw = new Draw(new SplittableRandom(11), 3);
        List<@Nullable Tensor> inputs = inputs(Layer.LSTM, draw, 4, 3, 9, 21, false);
        inputs.set(4, null);
        Cotangent device = Cotangent.load(OpenClBackend.NAME);
        GraphBuilder builder = new GraphBuilder("layer", device.operators());
        List<@Nullable Value> arguments = new ArrayList<>();
        arguments.add(
                builder.input("x", Objects.requireNonNull(inputs.getFirst()).type()));
        for (int i = 1; i < inputs.size(); i++) {
            Tensor tensor = inputs.get(i);
            arguments.add(tensor == null ? null : builder.initializer("w" + i, tensor));
        }
        Attributes attributes = Attributes.of("direction", "bidirectional");
        builder.output("y", builder.apply("LSTM", attributes, arguments.toArray(Value[]::new)));
        Plan plan = device.plan(builder.build(), Map.of());
        String report = String.join("\n", plan.explain());
        assertTrue(report.contains("step by step"), report);
        try (Session session = plan.newSession()) {
            for (int run = 0; run < 2; run++) {
                inputs.set(0, draw.tensor(DType.FLOAT, new long[] {4, 3, 9}, -1, 1));
                Tensor expected = calls.expected(calls.operator("", "LSTM"), attributes, inputs, 1)
                        .getFirst();
                Map<String, Tensor> actual = session.run(Map.of("x", Objects.requireNonNull(inputs.getFirst())));
                DeviceCalls.assertClose("run " + run, expected, Objects.requireNonNull(actual.get("y")), 2e-5);
            }
        }
    }
}
