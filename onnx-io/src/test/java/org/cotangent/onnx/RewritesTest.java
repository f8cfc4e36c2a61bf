package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.rewrite.SliceInputs;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The structure that nodes of older opsets take on. Every operator is there, at opset 27, and takes anything. */
class RewritesTest {
    @TempDir
    private Path folder;

    private static final Set<String> GONE = Set.of("Upsample", "Scatter");

    private Graph read(int opset, NodeProto.Builder node) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1, 2, 3, 4, 5))
                .addInput(Models.value("v", 1, 3))
                .addInitializer(Models.tensor("sizes", 7, 2).addInt64Data(1).addInt64Data(2))
                .addInitializer(Models.tensor("one", 7).addInt64Data(1))
                .addInitializer(Models.tensor("empty", 1, 0))
                .addNode(node);
        node.getOutputList().forEach(name -> graph.addOutput(Models.value(name, 1)));
        OnnxImporter importer = new OnnxImporter(
                (domain, type) -> GONE.contains(type)
                        ? null
                        : new OpaqueOperator(
                                new OperatorId(domain, type, 27),
                                8,
                                Collections.nCopies(3, new TensorType(DType.FLOAT, Shape.unranked())),
                                List.of(),
                                "",
                                false),
                Rewrites.load(getClass().getClassLoader()),
                Limits.standard());
        Path file = Models.write(
                folder.resolve("model.onnx"), Models.model(opset, graph).build());
        return importer.read(file).graph();
    }

    private Node only(int opset, NodeProto.Builder node) {
        List<Node> nodes = read(opset, node).nodes();
        assertEquals(1, nodes.size(), nodes.toString());
        return nodes.getFirst();
    }

    private Graph graph = new GraphBuilder("none", (domain, type) -> null).build();

    private Node last(int opset, NodeProto.Builder node) {
        graph = read(opset, node);
        return graph.nodes().getLast();
    }

    private long[] integers(Node node, int input) {
        return constant(node, input).toLongs();
    }

    private Tensor constant(Node node, int input) {
        return Objects.requireNonNull(
                graph.initializers().get(Objects.requireNonNull(node.inputs().get(input))));
    }

    static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    @Test
    void namesStayWithTheNode() {
        Node node = last(11, Models.node("Squeeze", "x", "y").addAttribute(ints("axes", 1)));
        assertEquals("the Squeeze", node.name());
        assertEquals("y", node.outputs().getFirst().name());
    }

    @Test
    void axesBecomeAnInputExceptWhereTheyAreAbsent() {
        for (String type : List.of("Squeeze", "Unsqueeze", "ReduceSum", "ReduceMean", "ReduceLogSumExp")) {
            Node node = last(11, Models.node(type, "x", "y").addAttribute(ints("axes", 1, 2)));
            assertArrayEquals(new long[] {1, 2}, integers(node, 1), type);
            assertFalse(node.attributes().has("axes"));
            assertEquals(1, only(11, Models.node(type, "x", "y")).inputs().size());
        }
        assertTrue(last(17, Models.node("ReduceSum", "x,one", "y"))
                .attributes()
                .names()
                .isEmpty());
    }

    @Test
    void attributesBecomeInputs() {
        Node slice = last(
                9,
                Models.node("Slice", "x", "y").addAttribute(ints("starts", 0)).addAttribute(ints("ends", 2)));
        assertArrayEquals(new long[] {2}, integers(slice, 2));
        assertNull(slice.inputs().get(3));
        Node pad = last(
                1,
                Models.node("Pad", "x", "y")
                        .addAttribute(ints("paddings", 1, 1))
                        .addAttribute(real("value", 3)));
        assertArrayEquals(new long[] {1, 1}, integers(pad, 1));
        assertEquals(3, constant(pad, 2).getDouble(0));
        Node top = last(9, Models.node("TopK", "x", "y,i").addAttribute(Models.integer("k", 5)));
        assertArrayEquals(new long[] {5}, integers(top, 1));
        Node reshape = last(1, Models.node("Reshape", "x", "y").addAttribute(ints("shape", -1)));
        assertArrayEquals(new long[] {-1}, integers(reshape, 1));
        Node dft = last(17, Models.node("DFT", "x", "y"));
        assertNull(dft.inputs().get(1));
        assertEquals(1, constant(dft, 2).getLong(0));
    }

    @Test
    void clipHadDefaultsFromOpset6To10() {
        assertEquals(
                List.of(),
                last(5, Models.node("Clip", "x", "y")).inputs().stream()
                        .skip(1)
                        .filter(Objects::nonNull)
                        .toList());
        Node node = last(6, Models.node("Clip", "x", "y").addAttribute(real("max", 6)));
        assertEquals(-Float.MAX_VALUE, (float) constant(node, 1).getDouble(0));
        assertEquals(6, constant(node, 2).getDouble(0));
        assertEquals(DType.FLOAT, constant(node, 2).dtype());
        assertEquals(1, only(11, Models.node("Clip", "x", "y")).inputs().size());
    }

    @Test
    void splitSizesAndCount() {
        assertArrayEquals(new long[] {1, 2}, integers(last(1, Models.node("Split", "x,sizes", "a,b")), 1));
        assertArrayEquals(
                new long[] {3, 1},
                integers(last(11, Models.node("Split", "x", "a,b").addAttribute(ints("split", 3, 1))), 1));
        assertEquals(
                3, only(13, Models.node("Split", "x", "a,b,c")).attributes().integer("num_outputs"));
    }

    @Test
    void broadcastingFromAnAxisGetsAxesBehind() {
        Node node = last(
                6,
                Models.node("Add", "x,v", "y")
                        .addAttribute(Models.integer("broadcast", 1))
                        .addAttribute(Models.integer("axis", 1)));
        Node unsqueeze = graph.nodes().getFirst();
        assertEquals("Unsqueeze", unsqueeze.operator().id().type());
        assertArrayEquals(new long[] {1, 2}, integers(unsqueeze, 1));
        assertEquals(unsqueeze.outputs().getFirst(), node.inputs().get(1));
        assertTrue(node.attributes().names().isEmpty());
        only(6, Models.node("Mul", "x,one", "y").addAttribute(Models.integer("broadcast", 1)));
        last(6, Models.node("PRelu", "x,v", "y"));
        assertArrayEquals(new long[] {1, 2}, integers(graph.nodes().getFirst(), 1));
    }

    @Test
    void softmaxIsFlattenedUnlessItsAxisIsTheLast() {
        last(12, Models.node("Softmax", "x", "y"));
        assertEquals(List.of("Flatten", "Softmax"), types().subList(0, 2));
        assertEquals(1, graph.nodes().getFirst().attributes().integer("axis"));
        assertEquals(
                -1,
                only(12, Models.node("Softmax", "x", "y").addAttribute(Models.integer("axis", 3)))
                        .attributes()
                        .integer("axis"));
        assertFalse(only(13, Models.node("Softmax", "x", "y")).attributes().has("axis"));
    }

    private List<String> types() {
        return graph.nodes().stream().map(node -> node.operator().id().type()).toList();
    }

    @Test
    void dropoutIsTrainingOnlyWhereTheOldestFormsSaySo() {
        Node test = last(6, Models.node("Dropout", "x", "y").addAttribute(Models.integer("is_test", 1)));
        assertNull(test.inputs().get(2));
        Node train = last(6, Models.node("Dropout", "x", "y").addAttribute(real("ratio", 0.25f)));
        assertEquals(1, constant(train, 2).getLong(0));
        assertEquals(0.25, constant(train, 1).getDouble(0));
        assertNull(last(7, Models.node("Dropout", "x", "y")).inputs().get(2));
    }

    @Test
    void batchNormalizationTrainsWhereItHasMoreOutputs() {
        assertFalse(only(7, Models.node("BatchNormalization", "x,v,v,v,v", "y"))
                .attributes()
                .has("training_mode"));
        Node node = only(
                6, Models.node("BatchNormalization", "x,v,v,v,v", "y,m,s").addAttribute(Models.integer("is_test", 0)));
        assertEquals(1, node.attributes().integer("training_mode"));
        assertEquals(Set.of("training_mode"), node.attributes().names());
    }

    @Test
    void upsampleIsResize() {
        Node node = last(
                1,
                Models.node("Upsample", "x", "y")
                        .addAttribute(real("height_scale", 2))
                        .addAttribute(real("width_scale", 3)));
        assertEquals("Resize", node.operator().id().type());
        assertArrayEquals(new float[] {1, 1, 2, 3}, constant(node, 2).toFloats());
        assertEquals("asymmetric", node.attributes().text("coordinate_transformation_mode"));
        Node sized = last(11, Models.node("Resize", "x,empty,empty,sizes", "y"));
        assertNull(sized.inputs().get(1));
        assertNull(sized.inputs().get(2));
        assertNotNull(sized.inputs().get(3));
    }

    @Test
    void theRest() {
        assertEquals(
                7,
                only(1, Models.node("Cast", "x", "y").addAttribute(text("to", "INT64")))
                        .attributes()
                        .integer("to"));
        assertEquals(1, only(3, Models.node("Concat", "x,x", "y")).attributes().integer("axis"));
        assertEquals(
                1.6732f, only(5, Models.node("Selu", "x", "y")).attributes().real("alpha"));
        assertFalse(only(5, Models.node("Relu", "x", "y").addAttribute(ints("consumed_inputs", 0)))
                .attributes()
                .has("consumed_inputs"));
        assertFalse(only(6, Models.node("LSTM", "x,x,x", "y").addAttribute(Models.integer("output_sequence", 1)))
                .attributes()
                .has("output_sequence"));
        assertEquals(
                3,
                only(1, Models.node("LpPool", "x", "y").addAttribute(real("p", 3)))
                        .attributes()
                        .integer("p"));
        assertEquals(
                "ScatterElements",
                only(9, Models.node("Scatter", "x,x,x", "y")).operator().id().type());
        assertEquals(
                "linear",
                only(16, Models.node("GridSample", "x,x", "y")).attributes().text("mode"));
        assertEquals(
                "output_half_pixel",
                only(10, Models.node("RoiAlign", "x,x,x", "y")).attributes().text("coordinate_transformation_mode"));
        Node tile = last(1, Models.node("Tile", "x,one,one", "y"));
        assertEquals(2, tile.inputs().size());
        last(18, Models.node("GroupNormalization", "x,v,v", "y").addAttribute(Models.integer("num_groups", 3)));
        assertEquals(List.of("Reshape", "Expand", "Reshape"), types().subList(0, 3));
    }

    @Test
    void twoRewritesForOneVersionAreAnError() {
        Rewrite one = new SliceInputs();
        Rewrite two = new SliceInputs();
        GraphException e = assertThrows(GraphException.class, () -> new Rewrites(List.of(one, two)));
        assertTrue(String.valueOf(e.getMessage()).contains("SliceInputs"));
    }

    @Test
    void aRewriteBeyondTheOperatorsVersionIsNotApplied() {
        Rewrites rewrites = Rewrites.load(getClass().getClassLoader());
        assertNull(rewrites.next("", "GroupNormalization", 18, 18));
        assertNotNull(rewrites.next("", "GroupNormalization", 18, 21));
        assertNull(rewrites.next("", "GroupNormalization", 21, 27));
    }

    @Test
    void theModuleProvidesWhatTheClassPathListNames() throws Exception {
        Set<String> listed = ServiceLoader.load(Rewrite.class).stream()
                .map(provider -> provider.type().getName())
                .collect(Collectors.toSet());
        Path classes = Path.of(
                Onnx.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> provided = ModuleFinder.of(classes).findAll().stream()
                .flatMap(module -> module.descriptor().provides().stream())
                .flatMap(provides -> provides.providers().stream())
                .collect(Collectors.toSet());
        assertEquals(provided, listed);
        List<String> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(classes.resolve("org/cotangent/onnx/rewrite"))) {
            all.map(path -> path.getFileName().toString().replace(".class", ""))
                    .filter(name -> !name.contains("$"))
                    .forEach(files::add);
        }
        files.removeAll(List.of("package-info", "AxesInput"));
        assertEquals(files.size(), listed.size());
    }
}
