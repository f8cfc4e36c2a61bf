package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.FunctionProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.onnx.proto.OnnxMl.SparseTensorProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports without any operator installed: what matters here is the structure, so every node may be opaque. */
class OnnxImporterTest {
    private static final OnnxImporter IMPORTER =
            new OnnxImporter((domain, type) -> null, new Rewrites(List.of()), Limits.standard());

    @TempDir
    private Path folder;

    private ImportedModel read(ModelProto.Builder model) {
        return IMPORTER.read(Models.write(folder.resolve("model.onnx"), model.build()));
    }

    private String refusal(GraphProto.Builder graph) {
        String message = Models.refusal(() -> read(Models.model(18, graph)));
        assertTrue(message.startsWith(folder.resolve("model.onnx") + ": "), message);
        return message;
    }

    @Test
    void everyOfficialModelHasAGraph() throws IOException {
        for (Path file : SharedData.files("model.onnx")) {
            ImportedModel model = IMPORTER.read(file);
            GraphProto proto = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
            assertEquals(
                    proto.getOutputList().stream()
                            .map(output -> output.getName())
                            .toList(),
                    List.copyOf(model.graph().outputs().keySet()),
                    file.toString());
            assertEquals(
                    proto.getInputCount(),
                    model.graph().inputs().size() + model.overridable().size(),
                    file.toString());
        }
    }

    @Test
    void namesSymbolsMetadataAndHeaderAreKept() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1, "batch", 3, ""))
                .addOutput(Models.value("y", 1))
                .addNode(Models.node("Foo", "x", "y").addMetadataProps(Models.entry("scope", "layer1")));
        ImportedModel model = read(Models.model(18, graph)
                .setProducerName("maker")
                .setDocString("text")
                .addMetadataProps(Models.entry("licence", "none")));
        assertEquals("maker", model.header().producer());
        assertEquals(Map.of("", 18), model.header().opsets());
        assertEquals(Map.of("licence", "none"), model.header().metadata());
        Shape shape = model.graph().input("x").shape();
        assertEquals(Dim.symbol("batch"), shape.dim(0));
        assertEquals(Dim.of(3), shape.dim(1));
        assertFalse(shape.dim(2).isKnown());
        Node node = model.graph().nodes().getFirst();
        assertEquals("the Foo", node.name());
        assertEquals(Map.of("scope", "layer1"), node.metadata());
        assertEquals("y", node.outputs().getFirst().name());
    }

    @Test
    void initializersThatAreInputsAreDefaultsUnlessAskedFor() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1))
                .addInput(Models.value("w", 1, 1))
                .addInitializer(Models.tensor("w", 1, 1).addFloatData(5))
                .addInitializer(Models.tensor("c", 1, 1).addFloatData(6))
                .addOutput(Models.value("y", 1))
                .addNode(Models.node("Foo", "x,w,c", "y"));
        ImportedModel model = read(Models.model(18, graph));
        assertEquals(Set.of("x"), model.graph().inputs().keySet());
        assertEquals(List.of("w", "c"), List.copyOf(model.initializers().keySet()));
        assertEquals(Set.of("w"), model.overridable().keySet());
        ImportedModel open = IMPORTER.read(folder.resolve("model.onnx"), Set.of("w"));
        assertEquals(Set.of("x", "w"), open.graph().inputs().keySet());
        assertEquals(Set.of("c"), open.initializers().keySet());
    }

    @Test
    void constantNodesOfEveryFormBecomeInitializers() {
        AttributeProto.Builder floats =
                AttributeProto.newBuilder().setName("value_floats").addFloats(1).addFloats(2);
        AttributeProto.Builder string =
                AttributeProto.newBuilder().setName("value_string").setS(ByteString.copyFromUtf8("hi"));
        SparseTensorProto.Builder sparse = SparseTensorProto.newBuilder()
                .addDims(2)
                .addDims(2)
                .setValues(Models.tensor("", 1, 1).addFloatData(7))
                .setIndices(Models.tensor("", 7, 1, 2).addInt64Data(1).addInt64Data(0));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addNode(Models.node("Constant", "", "i").addAttribute(Models.integer("value_int", 3)))
                .addNode(Models.node("Constant", "", "f").addAttribute(floats))
                .addNode(Models.node("Constant", "", "s").addAttribute(string))
                .addNode(Models.node("Constant", "", "p")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("sparse_value")
                                .setSparseTensor(sparse)));
        Graph result = read(Models.model(18, graph)).graph();
        assertTrue(result.nodes().isEmpty());
        assertEquals(3, tensor(result, "i").getLong(0));
        assertEquals(TensorType.of(DType.INT64), tensor(result, "i").type());
        assertArrayEquals(new float[] {1, 2}, tensor(result, "f").toFloats());
        assertArrayEquals(new String[] {"hi"}, tensor(result, "s").strings());
        assertArrayEquals(new float[] {0, 0, 7, 0}, tensor(result, "p").toFloats());
    }

    static Tensor tensor(Graph graph, String name) {
        return Objects.requireNonNull(graph.initializers().get(graph.initializer(name)));
    }

    @Test
    void allUnsupportedOperatorsAreListedOnce() {
        GraphProto.Builder graph = GraphProto.newBuilder().addInput(Models.value("x0", 1, 2));
        for (int i = 0; i < 7; i++) {
            graph.addNode(Models.node("Foo", "x" + i, "x" + (i + 1)).setName("foo" + i));
        }
        graph.addNode(Models.node("Bar", "x7", "y").setDomain("acme"));
        List<Unsupported> unsupported = read(Models.model(18, graph)).unsupported();
        assertEquals(2, unsupported.size());
        assertEquals("Foo", unsupported.getFirst().type());
        assertEquals(7, unsupported.getFirst().count());
        assertEquals(
                List.of("foo0", "foo1", "foo2", "foo3", "foo4"),
                unsupported.getFirst().nodes());
        assertEquals("acme", unsupported.getLast().domain());
    }

    /** A Loop with an If in it, which uses values of all three levels. */
    private static ModelProto.Builder nested() {
        GraphProto.Builder inner = GraphProto.newBuilder()
                .addNode(Models.node("Foo", "x,w,axes", "z"))
                .addOutput(Models.value("z", 1));
        GraphProto.Builder middle = GraphProto.newBuilder()
                .addInput(Models.value("i", 7))
                .addNode(Models.node("If", "c", "z2").addAttribute(Models.graph("then_branch", inner)))
                .addOutput(Models.value("z2", 1));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1, 2))
                .addInput(Models.value("c", 9))
                .addInitializer(Models.tensor("w", 1, 1).addFloatData(5))
                .addInitializer(Models.tensor("axes", 7, 1).addInt64Data(1))
                .addNode(Models.node("Loop", "", "y").addAttribute(Models.graph("body", middle)))
                .addOutput(Models.value("y", 1));
        return Models.model(18, graph);
    }

    @Test
    void subgraphsCaptureWhatTheyUseOfTheirSurroundings() {
        Graph result = read(nested()).graph();
        Attribute.OfGraph body = result.nodes().getFirst().attributes().graph("body");
        assertEquals(
                List.of("i", "c", "x", "w"), List.copyOf(body.body().inputs().keySet()));
        assertEquals(3, body.captures());
        assertEquals(
                List.of(result.input("c"), result.input("x"), result.initializer("w")),
                result.nodes().getFirst().inputs());
        Node choice = body.body().nodes().getFirst();
        Attribute.OfGraph branch = choice.attributes().graph("then_branch");
        assertEquals(List.of("x", "w"), List.copyOf(branch.body().inputs().keySet()));
        assertEquals(2, branch.captures());
        assertSame(body.body().input("c"), choice.inputs().getFirst());
        assertSame(body.body().input("x"), choice.inputs().get(1));
        assertEquals(1, tensor(branch.body(), "axes").getLong(0));
    }

    @Test
    void functionsAreInlinedWithTheirAttributesAndNames() {
        AttributeProto reference = AttributeProto.newBuilder()
                .setName("k")
                .setType(AttributeProto.AttributeType.INT)
                .setRefAttrName("size")
                .build();
        FunctionProto.Builder function = FunctionProto.newBuilder()
                .setDomain("acme")
                .setName("Twice")
                .addInput("a")
                .addInput("b")
                .addOutput("r")
                .addAttribute("size")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addNode(Models.node("Foo", "a,b", "t").addAttribute(reference))
                .addNode(Models.node("Bar", "t", "r"));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1, 2))
                .addNode(Models.node("Twice", "x", "y1").setDomain("acme").addAttribute(Models.integer("size", 4)))
                .addNode(Models.node("Twice", "y1", "y2").setDomain("acme"))
                .addOutput(Models.value("y2", 1));
        ImportedModel model = read(Models.model(18, graph).addFunctions(function));
        List<Node> nodes = model.graph().nodes();
        assertEquals(
                List.of("Foo", "Bar", "Foo", "Bar"),
                nodes.stream().map(node -> node.operator().id().type()).toList());
        assertEquals(17, nodes.getFirst().operator().id().since());
        assertEquals(1, nodes.getFirst().inputs().size());
        assertEquals(4, nodes.getFirst().attributes().integer("k"));
        assertFalse(nodes.get(2).attributes().has("k"));
        assertEquals(
                List.of("y1/t", "y1", "y2/t", "y2"),
                nodes.stream().map(node -> node.outputs().getFirst().name()).toList());
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        String message = refusal(GraphProto.newBuilder()
                .addNode(Models.node("Foo", "nowhere", "a"))
                .addNode(Models.node("Bar", "", "a"))
                .addOutput(Models.value("missing", 1)));
        assertTrue(message.contains("'nowhere'"), message);
        assertTrue(message.contains("output of two nodes"), message);
        assertTrue(message.contains("'missing'"), message);
    }

    @Test
    void circlesAreRefusedAndUnsortedNodesAreSorted() {
        assertTrue(refusal(GraphProto.newBuilder()
                        .addNode(Models.node("Foo", "b", "a"))
                        .addNode(Models.node("Bar", "a", "b")))
                .contains("circle"));
        Graph graph = read(Models.model(
                        18,
                        GraphProto.newBuilder()
                                .addNode(Models.node("Foo", "b", "a"))
                                .addNode(Models.node("Bar", "", "b"))))
                .graph();
        assertEquals("Bar", graph.nodes().getFirst().operator().id().type());
    }

    @Test
    void functionsThatCallThemselvesAreRefused() {
        FunctionProto.Builder function = FunctionProto.newBuilder()
                .setDomain("acme")
                .setName("Endless")
                .addOutput("r")
                .addNode(Models.node("Endless", "", "r").setDomain("acme"));
        GraphProto.Builder graph =
                GraphProto.newBuilder().addNode(Models.node("Endless", "", "y").setDomain("acme"));
        String message = Models.refusal(() -> read(Models.model(18, graph).addFunctions(function)));
        assertTrue(message.contains("within itself"), message);
    }

    @Test
    void limitsHold() {
        GraphProto.Builder graph = GraphProto.newBuilder();
        for (int i = 0; i < 3; i++) {
            graph.addNode(Models.node("Foo", "", "y" + i));
        }
        Path file = Models.write(
                folder.resolve("model.onnx"), Models.model(18, graph).build());
        OnnxImporter strict =
                new OnnxImporter((domain, type) -> null, new Rewrites(List.of()), new Limits(2, 10, 100, 10, 8, 1000));
        assertTrue(Models.refusal(() -> strict.read(file)).contains("more than 2 nodes"));
        GraphProto.Builder deep = GraphProto.newBuilder();
        for (int i = 0; i < 200; i++) {
            AttributeProto branch = Models.graph("then_branch", deep);
            deep = GraphProto.newBuilder().addNode(Models.node("If", "", "y").addAttribute(branch));
        }
        assertTrue(refusal(deep).contains("nested more than"));
    }

    @Test
    void filesThatAreNoModelsAreRefused() throws IOException {
        Path file = folder.resolve("model.onnx");
        assertTrue(Models.refusal(() -> IMPORTER.read(file)).contains("does not exist"));
        byte[] text = "hello, I am a text".getBytes(StandardCharsets.UTF_8);
        for (byte[] content : new byte[][] {{}, text, new byte[5000]}) {
            Files.write(file, content);
            assertTrue(Models.refusal(() -> IMPORTER.read(file)).startsWith(file.toString()));
        }
    }

    @Test
    void damagedModelsEndInOneKindOfError() throws IOException {
        Path file = folder.resolve("model.onnx");
        byte[] good = nested().build().toByteArray();
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bad = i % 3 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            if (i % 3 != 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, bad);
            try {
                assertInstanceOf(Graph.class, IMPORTER.read(file).graph());
            } catch (ModelException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000);
    }
}
