package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of older opsets compute what they did: ONNX Runtime, which knows the older forms itself, is the witness. */
class OlderFormsTest {
    private static final Cotangent COTANGENT = Cotangent.load();

    @TempDir
    private Path folder;

    private static Arguments form(int opset, NodeProto.Builder node, Consumer<GraphProto.Builder> more) {
        return Arguments.of(node.getOpType() + "-" + opset, opset, node, more);
    }

    private static Arguments form(int opset, NodeProto.Builder node) {
        return form(opset, node, graph -> {});
    }

    private static AttributeProto ints(String name, long... values) {
        return RewritesTest.ints(name, values);
    }

    private static AttributeProto real(String name, float value) {
        return RewritesTest.real(name, value);
    }

    private static NodeProto.Builder node(String type, String inputs, String outputs, AttributeProto... attributes) {
        NodeProto.Builder node = Models.node(type, inputs, outputs);
        List.of(attributes).forEach(node::addAttribute);
        return node;
    }

    private static Consumer<GraphProto.Builder> vector(String name, double... values) {
        return graph -> graph.addInitializer(TensorWriter.write(name, Tensor.of(DType.FLOAT, values, values.length)));
    }

    private static Consumer<GraphProto.Builder> integers(String name, long... values) {
        TensorProto tensor = TensorWriter.write(name, Tensor.vector(values));
        return graph -> graph.addInitializer(tensor);
    }

    static Stream<Arguments> forms() {
        Consumer<GraphProto.Builder> channels = vector("s", 1, 2, 3, 4)
                .andThen(vector("b", 0.5, -1, 0, 2))
                .andThen(vector("m", 0.1, 0.2, 0.3, 0.4))
                .andThen(vector("v", 1, 2, 0.5, 1));
        return Stream.of(
                form(11, node("Squeeze", "one", "y", ints("axes", 0))),
                form(11, node("Unsqueeze", "x", "y", ints("axes", 0, 3))),
                form(11, node("ReduceSum", "x", "y", ints("axes", 1, -1), Models.integer("keepdims", 0))),
                form(11, node("ReduceSum", "x", "y")),
                form(17, node("ReduceMean", "x", "y", ints("axes", 2))),
                form(13, node("ReduceMax", "x", "y", Models.integer("keepdims", 0))),
                form(13, node("ReduceLogSumExp", "x", "y", ints("axes", 1))),
                form(11, node("Split", "x", "y,z", Models.integer("axis", 1), ints("split", 1, 3))),
                form(13, node("Split", "x", "y,z", Models.integer("axis", 1))),
                form(9, node("Slice", "x", "y", ints("axes", 1, 3), ints("starts", 1, -2), ints("ends", 3, 9))),
                form(9, node("Slice", "x", "y", ints("starts", 0, 1), ints("ends", 1, 2))),
                form(10, node("Pad", "x", "y", ints("pads", 0, 1, 0, 2, 0, 0, 1, 0), real("value", 2.5f))),
                form(
                        10,
                        node(
                                "Pad",
                                "x",
                                "y",
                                ints("pads", 0, 0, 1, 1, 0, 0, 1, 1),
                                RewritesTest.text("mode", "reflect"))),
                form(10, node("Clip", "x", "y", real("min", -0.5f))),
                form(7, node("BatchNormalization", "x,s,b,m,v", "y", Models.integer("spatial", 1)), channels),
                form(9, node("BatchNormalization", "x,s,b,m,v", "y", real("epsilon", 0.1f)), channels),
                form(11, node("Dropout", "x", "y", real("ratio", 0.7f))),
                form(12, node("Softmax", "x", "y")),
                form(12, node("LogSoftmax", "x", "y", Models.integer("axis", 2))),
                form(12, node("Softmax", "x", "y", Models.integer("axis", -1))),
                form(11, node("Hardmax", "x", "y", Models.integer("axis", 2))),
                form(10, node("Scatter", "x,i,u", "y", Models.integer("axis", 3)), graph -> {
                    graph.addInitializer(
                            Models.tensor("i", 7, 1, 1, 1, 2).addInt64Data(2).addInt64Data(0));
                    graph.addInitializer(
                            Models.tensor("u", 1, 1, 1, 1, 2).addFloatData(7).addFloatData(8));
                }),
                form(9, node("TopK", "x", "y,i", Models.integer("k", 2))),
                form(10, node("TopK", "x,k", "y,i", Models.integer("axis", 1)), integers("k", 3)),
                form(9, node("Upsample", "x,f", "y"), vector("f", 1, 1, 2, 3)),
                form(9, node("Upsample", "x,f", "y", RewritesTest.text("mode", "linear")), vector("f", 1, 1, 2, 2)),
                form(10, node("Resize", "x,f", "y"), vector("f", 1, 1, 0.5, 2)),
                form(10, node("AveragePool", "x", "y", ints("kernel_shape", 2, 2), ints("pads", 0, 1, 1, 0))),
                form(8, node("MaxPool", "x", "y", ints("kernel_shape", 2, 2), ints("strides", 2, 2))),
                form(
                        11,
                        node("Gemm", "a,a,c", "y", Models.integer("transB", 1)),
                        vector("c", 1, 2, 3).andThen(OlderFormsTest::matrix)),
                form(
                        18,
                        node("GroupNormalization", "x,s2,b2", "y", Models.integer("num_groups", 2)),
                        vector("s2", 2, 3).andThen(vector("b2", 1, -1))));
    }

    private static void matrix(GraphProto.Builder graph) {
        Tensor matrix = Tensor.of(DType.FLOAT, new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
        graph.addInitializer(TensorWriter.write("a", matrix));
    }

    private static Tensor values(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, Math.sin(1.7 * i + 0.3) * 2);
        }
        return tensor;
    }

    private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        return COTANGENT.plan(graph, Map.of()).newSession().run(inputs);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void computesWhatItDid(String name, int opset, NodeProto.Builder node, Consumer<GraphProto.Builder> more)
            throws OrtException {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        GraphProto.Builder graph = GraphProto.newBuilder().addNode(node);
        if (node.getInputList().contains("x")) {
            graph.addInput(Models.value("x", 1, 2, 4, 3, 5));
            inputs.put("x", values(2, 4, 3, 5));
        }
        if (node.getInputList().contains("one")) {
            graph.addInput(Models.value("one", 1, 1, 3));
            inputs.put("one", values(1, 3));
        }
        more.accept(graph);
        for (String output : node.getOutputList()) {
            DType dtype = output.equals("i") ? DType.INT64 : DType.FLOAT;
            graph.addOutput(TypeWriter.write(output, new TensorType(dtype, Shape.unranked())));
        }
        ModelProto model = Models.model(opset, graph).build();
        Path file = Models.write(folder.resolve("model.onnx"), model);
        ImportedModel imported = Onnx.open(file, COTANGENT.operators());
        assertEquals(List.of(), imported.unsupported());
        Map<String, Tensor> expected = OrtRunner.run(file, inputs);
        Map<String, Tensor> actual = run(imported.graph(), inputs);
        Path newer = folder.resolve("newer.onnx");
        Onnx.write(imported.graph(), COTANGENT.operators(), newer, ExportOptions.standard());
        Map<String, Tensor> again = OrtRunner.run(newer, inputs);
        for (String output : node.getOutputList()) {
            assertEqual(expected, actual, output);
            assertEqual(expected, again, output);
        }
    }

    private static void assertEqual(Map<String, Tensor> expected, Map<String, Tensor> actual, String output) {
        Tensor wanted = Objects.requireNonNull(expected.get(output));
        Tensor given = Objects.requireNonNull(actual.get(output));
        assertEquals(wanted.type(), given.type());
        assertArrayEquals(wanted.toDoubles(), given.toDoubles(), 1e-5);
    }

    @Test
    void theOldestBroadcastingStartsAtAnAxis() {
        Consumer<GraphProto.Builder> vector = vector("v", 10, 20, 30, 40);
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1, 2, 4, 3))
                .addOutput(Models.value("y", 1, 2, 4, 3))
                .addNode(node("Add", "x,v", "y", Models.integer("axis", 1), Models.integer("broadcast", 1)));
        vector.accept(graph);
        Path file = Models.write(
                folder.resolve("model.onnx"), Models.model(6, graph).build());
        Tensor x = values(2, 4, 3);
        Tensor y = run(Onnx.open(file, COTANGENT.operators()).graph(), Map.of("x", x))
                .getOrDefault("y", x);
        for (int i = 0; i < 24; i++) {
            assertEquals(x.getDouble(i) + 10 * (i / 3 % 4 + 1), y.getDouble(i), 1e-5);
        }
    }
}
