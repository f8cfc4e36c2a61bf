package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExporterTest {
    private static final OperatorRegistry OPERATORS = Cotangent.load().operators();

    @TempDir
    private Path folder;

    private ModelProto write(Graph graph, OperatorLookup operators, ExportOptions options) throws IOException {
        Path file = folder.resolve("out.onnx");
        Onnx.write(graph, operators, file, options);
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    private ModelProto write(Graph graph) throws IOException {
        return write(graph, OPERATORS, ExportOptions.standard());
    }

    private Graph reread() {
        return Onnx.open(folder.resolve("out.onnx"), OPERATORS).graph();
    }

    /** Everything that tells two graphs apart, with attributes in a fixed order and tensors by their elements. */
    private static String describe(Graph graph) {
        StringBuilder text = new StringBuilder(graph.inputs() + " -> " + graph.outputs());
        graph.initializers()
                .forEach((value, tensor) -> text.append('\n').append(value).append(describe(tensor)));
        for (Node node : graph.nodes()) {
            text.append('\n')
                    .append(node.name())
                    .append(node.outputs())
                    .append(node.operator().id());
            text.append(node.inputs()).append(node.metadata());
            new TreeMap<>(node.attributes().asMap())
                    .forEach((name, value) -> text.append(name)
                            .append(
                                    switch (value) {
                                        case Attribute.OfTensor(Tensor tensor) -> describe(tensor);
                                        case Attribute.OfGraph(Graph body, int captures) -> captures + describe(body);
                                        default -> value.toString();
                                    }));
        }
        return text.toString();
    }

    private static String describe(Tensor tensor) {
        return tensor.type()
                + (tensor.dtype() == DType.STRING
                        ? List.of(tensor.strings()).toString()
                        : String.valueOf(
                                Arrays.hashCode(TensorWriter.bytes(tensor).toArray(ValueLayout.JAVA_BYTE))));
    }

    @Test
    void officialModelsComeBackAsTheyWere() throws IOException {
        Rewrites rewrites = Rewrites.load(getClass().getClassLoader());
        OnnxImporter importer = new OnnxImporter(OPERATORS, rewrites, Limits.standard());
        OnnxExporter exporter = new OnnxExporter(OPERATORS, rewrites);
        Path out = folder.resolve("out.onnx");
        int same = 0;
        for (Path file : SharedData.files("model.onnx")) {
            ImportedModel model = importer.read(file);
            boolean allNamed =
                    model.graph().nodes().stream().noneMatch(node -> node.name().contains("#"));
            if (model.unsupported().isEmpty() && allNamed) {
                exporter.write(model.graph(), out, ExportOptions.standard().withHeader(model.header()));
                ImportedModel again = importer.read(out);
                assertEquals(describe(model.graph()), describe(again.graph()), file.toString());
                assertEquals(model.header().metadata(), again.header().metadata());
                same++;
            }
        }
        assertTrue(same > 20, "only " + same + " models were compared");
    }

    private static GraphBuilder builder() {
        return new GraphBuilder("g", OPERATORS);
    }

    @Test
    void theOpsetIsRaisedOnlyWhereANodeNeedsIt() throws IOException {
        GraphBuilder plain = builder();
        plain.output("y", plain.apply("Relu", plain.input("x", TensorType.of(DType.FLOAT, 2))));
        ModelProto model = write(plain.build());
        assertEquals(18, model.getOpsetImport(0).getVersion());
        assertEquals(8, model.getIrVersion());
        GraphBuilder gelu = builder();
        gelu.output("y", gelu.apply("Gelu", gelu.input("x", TensorType.of(DType.FLOAT, 2))));
        assertEquals(20, write(gelu.build()).getOpsetImport(0).getVersion());
        GraphBuilder bfloat = builder();
        bfloat.output("y", bfloat.apply("Sin", bfloat.input("x", TensorType.of(DType.BFLOAT16, 2))));
        assertEquals(22, write(bfloat.build()).getOpsetImport(0).getVersion());
        GraphBuilder triangle = builder();
        triangle.output("y", triangle.apply("Trilu", triangle.input("x", TensorType.of(DType.FLOAT, 2, 2))));
        ModelException e = assertThrows(
                ModelException.class,
                () -> write(
                        triangle.build(), OPERATORS, ExportOptions.standard().withOpset(13)));
        assertTrue(String.valueOf(e.getMessage()).contains("it needs 14 for [Trilu"), e.getMessage());
        ModelProto newer =
                write(plain.build(), OPERATORS, ExportOptions.standard().withOpset(21));
        assertEquals(21, newer.getOpsetImport(0).getVersion());
    }

    @Test
    void defaultsAreNotWrittenRequiredAttributesAre() throws IOException {
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 3));
        builder.output("y", builder.apply("Concat", Attributes.of("axis", 0), x, x));
        builder.output("z", builder.apply("Softmax", Attributes.of("axis", -1), x));
        GraphProto graph = write(builder.build()).getGraph();
        assertEquals("axis", graph.getNode(0).getAttribute(0).getName());
        assertEquals(0, graph.getNode(1).getAttributeCount());
    }

    @Test
    void outputsKeepTheirNamesWhateverTheyAre() throws IOException {
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2));
        Value w = builder.parameter("w", Tensor.vector(1f, 2f));
        Value y = builder.apply("Add", x, w);
        builder.output("x", x);
        builder.output("copy", x);
        builder.output("first", y);
        builder.output("second", y);
        builder.output("weight", w);
        GraphProto graph = write(builder.build()).getGraph();
        assertEquals(
                List.of("x", "copy", "first", "second", "weight"),
                graph.getOutputList().stream().map(output -> output.getName()).toList());
        assertEquals(
                Set.of("x", "copy", "first", "second", "weight"),
                reread().outputs().keySet());
    }

    @Test
    void largeOrWantedInitializersGoToAFileOfTheirOwn() throws IOException {
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1000));
        Value a = builder.parameter("a", Tensor.full(DType.FLOAT, 3, 1000));
        Value b = builder.parameter("b", Tensor.full(DType.FLOAT, 4, 1000));
        Value small = builder.parameter("small", Tensor.vector(1f));
        builder.output("y", builder.apply("Add", builder.apply("Add", builder.apply("Mul", x, a), b), small));
        ModelProto model =
                write(builder.build(), OPERATORS, ExportOptions.standard().withExternalData());
        TensorProto second = model.getGraph().getInitializer(1);
        assertEquals(TensorProto.DataLocation.EXTERNAL, second.getDataLocation());
        assertEquals("4096", second.getExternalData(1).getValue());
        assertEquals(4096 + 4000, Files.size(folder.resolve("out.onnx.data")));
        Graph again = reread();
        assertEquals(4, OnnxImporterTest.tensor(again, "b").getDouble(999));
        assertEquals(1, OnnxImporterTest.tensor(again, "small").getDouble(0));
    }

    @Test
    void bodiesUseTheNamesAroundThem() throws IOException {
        GraphBuilder body = builder();
        Value inner = body.input("captured", TensorType.of(DType.FLOAT, 2));
        body.output("out", inner);
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2));
        Value c = builder.input("c", TensorType.of(DType.BOOL));
        Attribute.OfGraph branch = new Attribute.OfGraph(body.build(), 1);
        Operator anything =
                new OpaqueOperator(new OperatorId("", "If", 16), 2, List.of(x.type()), List.of(), "", false);
        Attributes branches = Attributes.none().with("then_branch", branch).with("else_branch", branch);
        builder.output("y", builder.emit(anything, branches, List.of(c, x), 1).getFirst());
        GraphProto written = write(builder.build()).getGraph();
        GraphProto then = written.getNode(0).getAttribute(0).getG();
        GraphProto otherwise = written.getNode(0).getAttribute(1).getG();
        assertEquals(0, then.getInputCount());
        assertEquals("x", then.getNode(0).getInput(0));
        assertTrue(!then.getOutput(0).getName().equals(otherwise.getOutput(0).getName()));
    }

    @Test
    void opaqueNodesAreWrittenAsTheyWereRead() throws IOException {
        AttributeProto.Builder tensors = AttributeProto.newBuilder()
                .setName("list")
                .setType(AttributeProto.AttributeType.TENSORS)
                .addTensors(TensorWriter.write("large", Tensor.full(DType.FLOAT, 7, 1000)))
                .addTensors(TensorWriter.write("small", Tensor.scalar(5L)));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("x", 1, 2))
                .addOutput(Models.value("y", 1, 3))
                .addValueInfo(Models.value("h", 1, "n"))
                .addNode(Models.node("Foo", "x,-,x", "h,-,k").setDomain("acme").addAttribute(tensors))
                .addNode(Models.node("Bar", "h,k", "y").setDomain("acme").addAttribute(Models.integer("k", 3)));
        Models.write(folder.resolve("in.onnx"), Models.model(18, graph).build());
        ModelProto written =
                write(Onnx.open(folder.resolve("in.onnx"), OPERATORS).graph());
        assertEquals(graph.getNode(1), written.getGraph().getNode(1));
        assertEquals(tensors.build(), written.getGraph().getNode(0).getAttribute(0));
        assertEquals(
                List.of("x", "", "x"), List.copyOf(written.getGraph().getNode(0).getInputList()));
        assertEquals(graph.getValueInfo(0), written.getGraph().getValueInfo(0));
    }

    /** An operator of a stranger: {@code x * sigmoid(beta * x)}. */
    private record Swish(Forward forward) implements Operator {
        @Override
        public OperatorId id() {
            return new OperatorId("acme", "Swish", 1);
        }

        @Override
        public Signature signature() {
            TypeVariable t = TypeVariable.of("T", DType.floating());
            return Signature.builder()
                    .input("x", t)
                    .output("y", t)
                    .attribute("beta", 1f)
                    .build();
        }

        @Override
        public List<TensorType> infer(Inference call) {
            return List.of(call.input(0));
        }

        @Override
        public Derivative derivative() {
            return new Derivative.Missing("test");
        }

        static Swish expanded() {
            return new Swish(new Forward.Expansion((f, call) -> {
                Value x = call.input(0);
                return List.of(f.mul(x, f.sigmoid(f.mul(x, call.attributes().real("beta")))));
            }));
        }

        static Swish pointwise() {
            return new Swish(new Forward.Pointwise((attributes, dtype, inputs) -> {
                Scalar x = Scalar.input(0);
                return x.times(x.times(attributes.real("beta")).apply(UnaryFunction.SIGMOID));
            }));
        }

        static Swish opaque() {
            return new Swish(Forward.pointwise(new Scalar.Opaque(Math::sin, Scalar.input(0))));
        }
    }

    private static OperatorLookup with(Operator swish) {
        List<Operator> all = new ArrayList<>(OPERATORS.all());
        all.add(swish);
        return OperatorRegistry.of(all);
    }

    private static Graph swishes(Operator swish) {
        GraphBuilder builder = new GraphBuilder("g", with(swish));
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 4));
        Value y = builder.emit(swish, Attributes.none(), List.of(x), 1).getFirst();
        Value z = builder.emit(swish, Attributes.none().with("beta", 2f), List.of(y), 1)
                .getFirst();
        builder.output(
                "y", builder.emit(swish, Attributes.none(), List.of(z), 1).getFirst());
        return builder.build();
    }

    @Test
    void operatorsOfOtherDomainsBecomeFunctionsThatStockRuntimesRun() throws Exception {
        float[] x = {-2, -0.5f, 0, 3};
        float[] expected = new float[4];
        for (int i = 0; i < 4; i++) {
            double y = x[i];
            for (double beta : new double[] {1, 2, 1}) {
                y = y / (1 + Math.exp(-beta * y));
            }
            expected[i] = (float) y;
        }
        for (Operator swish : List.of(Swish.expanded(), Swish.pointwise())) {
            ModelProto model = write(swishes(swish), with(swish), ExportOptions.standard());
            assertEquals(
                    List.of("Swish", "Swish_2"),
                    model.getFunctionsList().stream()
                            .map(function -> function.getName())
                            .toList());
            assertEquals(3, model.getGraph().getNodeCount());
            Map<String, Tensor> outputs = OrtRunner.run(folder.resolve("out.onnx"), Map.of("x", Tensor.vector(x)));
            assertArrayEquals(expected, Objects.requireNonNull(outputs.get("y")).toFloats(), 1e-6f);
            assertTrue(Onnx.open(folder.resolve("out.onnx"), OPERATORS)
                    .unsupported()
                    .isEmpty());
        }
    }

    @Test
    void operatorsWithoutABodyAreWrittenAndWarnedAbout() {
        Operator swish = Swish.opaque();
        ExportedModel written =
                Onnx.write(swishes(swish), with(swish), folder.resolve("out.onnx"), ExportOptions.standard());
        assertEquals(1, written.warnings().size());
        assertEquals(
                1,
                Onnx.open(folder.resolve("out.onnx"), OPERATORS).unsupported().size());
        assertTrue(
                Onnx.open(folder.resolve("out.onnx"), with(swish)).unsupported().isEmpty());
    }

    @Test
    void ownOperatorsAreExpandedOrRefused() throws IOException {
        Operator own = new Operator() {
            private final Swish like = Swish.expanded();

            @Override
            public OperatorId id() {
                return new OperatorId(OperatorId.COTANGENT, "Own", 1);
            }

            @Override
            public Signature signature() {
                return like.signature();
            }

            @Override
            public List<TensorType> infer(Inference call) {
                return like.infer(call);
            }

            @Override
            public Forward forward() {
                return like.forward();
            }

            @Override
            public Derivative derivative() {
                return like.derivative();
            }
        };
        ModelProto model = write(swishes(own), with(own), ExportOptions.standard());
        assertEquals(0, model.getFunctionsCount());
        assertTrue(model.getGraph().getNodeList().stream()
                .allMatch(node -> node.getDomain().isEmpty()));
        Operator refused = new OpaqueOperator(
                new OperatorId(OperatorId.COTANGENT, "Own", 1),
                1,
                List.of(TensorType.of(DType.FLOAT, 4)),
                List.of(),
                "",
                false);
        UnsupportedException e = assertThrows(UnsupportedException.class, () -> write(swishes(refused)));
        assertTrue(String.valueOf(e.getMessage()).contains("Own"), e.getMessage());
    }
}
