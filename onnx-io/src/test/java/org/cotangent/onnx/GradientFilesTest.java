package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gradients that are operators of their own are written as what they stand for. */
class GradientFilesTest {
    private static final Cotangent COTANGENT = Cotangent.load();

    @TempDir
    private Path folder;

    private interface Call {
        Value of(Formulas f, GraphBuilder builder, Value x);
    }

    private static Tensor numbers(long seed, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    /** Writes the gradient of a call with respect to its input, and compares what the file computes. */
    private void assertPlain(String gradient, Call call) throws IOException {
        GraphBuilder builder = COTANGENT.graph("net");
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 4, 2, 3));
        builder.output("y", call.of(new Formulas(builder), builder, x));
        Graph graph = COTANGENT.differentiation().vjp(builder.build(), List.of("x"));
        assertTrue(
                graph.nodes().stream()
                        .anyMatch(node -> node.operator().id().type().equals(gradient)),
                gradient);
        Path file = folder.resolve(gradient + ".onnx");
        Onnx.write(graph, COTANGENT.operators(), file, ExportOptions.standard());
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        assertEquals(
                0,
                model.getGraph().getNodeList().stream()
                        .filter(node -> node.getDomain().equals(OperatorId.COTANGENT))
                        .count());
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        graph.inputs()
                .forEach((name, value) -> inputs.put(
                        name,
                        numbers(name.hashCode(), value.tensorType().shape().sizes())));
        Tensor expected = gradient(graph, inputs);
        Tensor actual = gradient(Onnx.open(file, COTANGENT.operators()).graph(), inputs);
        assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-5);
    }

    private static Tensor gradient(Graph graph, Map<String, Tensor> inputs) {
        return Objects.requireNonNull(
                COTANGENT.plan(graph, Map.of()).newSession().run(inputs).get("vjp.x"));
    }

    @Test
    void recurrentLayersAreUnrolled() throws IOException {
        Map<String, Integer> gates = Map.of("LSTM", 4, "GRU", 3, "RNN", 1);
        for (Map.Entry<String, Integer> layer : gates.entrySet()) {
            long wide = 5L * layer.getValue();
            assertPlain(
                    layer.getKey() + "Gradient",
                    (f, builder, x) -> f.op(
                            layer.getKey(),
                            Attributes.of("hidden_size", 5),
                            x,
                            builder.initializer("w", numbers(1, 1, wide, 3)),
                            builder.initializer("r", numbers(2, 1, wide, 5))));
        }
    }

    @Test
    void normalisationsAreTakenApart() throws IOException {
        assertPlain("SoftmaxGradient", (f, builder, x) -> f.op("Softmax", x));
        assertPlain("LogSoftmaxGradient", (f, builder, x) -> f.op("LogSoftmax", Attributes.of("axis", 1), x));
        assertPlain(
                "StandardizationGradient",
                (f, builder, x) -> f.op("LayerNormalization", x, builder.initializer("s", numbers(3, 3))));
        assertPlain(
                "StandardizationGradient",
                (f, builder, x) -> f.op("RMSNormalization", x, builder.initializer("s", numbers(3, 3))));
    }
}
