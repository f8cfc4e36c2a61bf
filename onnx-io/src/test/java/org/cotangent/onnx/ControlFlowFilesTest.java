package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches and loops in files: what they capture is written and read as a use of an outer name. */
class ControlFlowFilesTest {
    private static final Cotangent COTANGENT = Cotangent.load();
    private static final TensorType NUMBER = TensorType.of(DType.INT64);
    private static final TensorType TRUTH = TensorType.of(DType.BOOL);

    @TempDir
    private Path folder;

    private static Attribute.OfGraph graph(
            int captures, BiFunction<Formulas, List<Value>, List<Value>> function, ValueType... inputs) {
        GraphBuilder builder = COTANGENT.graph("body");
        List<Value> arguments = new ArrayList<>();
        for (ValueType input : inputs) {
            arguments.add(builder.input("in" + arguments.size(), input));
        }
        int i = 0;
        for (Value output : function.apply(new Formulas(builder), arguments)) {
            builder.output("out" + i++, output);
        }
        return new Attribute.OfGraph(builder.build(), captures);
    }

    /** while s.sum() < 20, at most 10 times: s = sum(s) > 3 ? s * w + x : s + 1; all states are stacked. */
    private static Graph loop() {
        TensorType type = TensorType.of(DType.FLOAT, 3);
        Attributes branches = Attributes.none()
                .with(
                        "then_branch",
                        graph(3, (f, in) -> List.of(f.add(f.mul(in.get(0), in.get(1)), in.get(2))), type, type, type))
                .with("else_branch", graph(3, (f, in) -> List.of(f.add(in.get(0), 1)), type, type, type));
        Attribute.OfGraph body = graph(
                2,
                (f, in) -> {
                    Value state = in.get(2);
                    Value large = f.greater(f.reduceSum(state, false), f.scalar(DType.FLOAT, 3));
                    Value next = f.op("If", branches, large, state, in.get(3), in.get(4));
                    Value goes = f.less(f.reduceSum(next, false), f.scalar(DType.FLOAT, 20));
                    return List.of(goes, next, state);
                },
                NUMBER,
                TRUTH,
                type,
                type,
                type);
        GraphBuilder builder = COTANGENT.graph("loop");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", type);
        Value w = builder.parameter("w", Tensor.vector(1.5f, 0.5f, 2f));
        List<Value> results = f.call(
                "",
                "Loop",
                Attributes.none().with("body", body),
                2,
                f.constant(Tensor.scalar(10L)),
                f.constant(Tensor.of(new boolean[] {true})),
                f.mul(x, 0.5),
                f.mul(w, 1),
                x);
        builder.output("last", results.get(0));
        builder.output("states", results.get(1));
        return builder.build();
    }

    private Path write(Graph graph) {
        return write(graph, ExportOptions.standard());
    }

    private Path write(Graph graph, ExportOptions options) {
        Path file = folder.resolve("model.onnx");
        Onnx.write(graph, COTANGENT.operators(), file, options);
        return file;
    }

    private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        Map<String, ValueType> types = inputs.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().type()));
        try (var session = COTANGENT.plan(graph, types).newSession()) {
            return session.run(inputs);
        }
    }

    private static void compare(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> {
            Tensor other = Objects.requireNonNull(actual.get(name));
            assertArrayEquals(tensor.sizes(), other.sizes(), name);
            assertArrayEquals(tensor.toDoubles(), other.toDoubles(), 1e-5, name);
        });
    }

    @Test
    void aLoopAroundABranchComesBackAsItWas() throws OrtException {
        Graph graph = loop();
        Map<String, Tensor> inputs = Map.of("x", Tensor.vector(1f, 2f, -0.5f));
        Map<String, Tensor> expected = run(graph, inputs);
        assertEquals(5, Objects.requireNonNull(expected.get("states")).size(0));
        Path file = write(graph);
        compare(expected, OrtRunner.run(file, inputs));
        compare(expected, run(Onnx.open(file, COTANGENT.operators()).graph(), inputs));
    }

    @Test
    void aMapIsWrittenAsALoopForOpsetsThatHaveNone() throws IOException, OrtException {
        GraphBuilder builder = COTANGENT.graph("map");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 3, 2));
        Value w = builder.parameter("w", Tensor.vector(1.5f, 0.5f));
        TensorType row = TensorType.of(DType.FLOAT, 1, 2);
        Attributes body = Attributes.none()
                .with("body", graph(1, (g, in) -> List.of(g.mul(g.sin(in.get(0)), in.get(1))), row, w.type()));
        Value mapped = f.op("SequenceMap", body, f.op("SplitToSequence", x), w);
        builder.output("y", f.op("ConcatFromSequence", Attributes.of("axis", 0L), mapped));
        Graph graph = builder.build();
        Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, 2, 3, -1, -2, 0.5f}, 3, 2));
        Path file = write(graph, ExportOptions.standard().withOpset(13));
        List<String> types = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
        assertTrue(types.contains("Loop") && !types.contains("SequenceMap"), types.toString());
        Map<String, Tensor> expected = run(graph, inputs);
        compare(expected, OrtRunner.run(file, inputs));
        compare(expected, run(Onnx.open(file, COTANGENT.operators()).graph(), inputs));
    }

    /** Three times x = concat(sin(x), x[0]): the shape changes, so the way back needs sequences. */
    private static Graph growing() {
        GraphBuilder builder = COTANGENT.graph("growing");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 3));
        Attribute.OfGraph body = graph(
                0,
                (g, in) -> List.of(in.get(1), g.concat(0, List.of(g.sin(in.get(2)), g.slice(in.get(2), 0, 0, 1)))),
                NUMBER,
                TRUTH,
                x.type());
        Value last = f.op(
                "Loop",
                Attributes.none().with("body", body),
                f.constant(Tensor.scalar(3L)),
                f.constant(Tensor.of(new boolean[] {true})),
                x);
        builder.output("y", f.reduceSum(f.square(last), false));
        return builder.build();
    }

    @Test
    void gradientsOfLoopsRunElsewhere() throws OrtException {
        Tensor x = Tensor.vector(1f, 2f, -0.5f);
        Map<String, ValueType> types = Map.of("x", x.type());
        Graph loop = COTANGENT.differentiation().vjp(COTANGENT.specialise(loop(), types), List.of("x", "w"));
        Map<String, Tensor> inputs = new HashMap<>(Map.of("x", x));
        Map<String, Tensor> values = run(loop(), inputs);
        inputs.put("cotangent.last", Tensor.vector(1f, 0.5f, -1f));
        Tensor states = Objects.requireNonNull(values.get("states"));
        inputs.put("cotangent.states", Tensor.full(DType.FLOAT, 0.25, states.sizes()));
        Map<String, Tensor> expected = run(loop, inputs);
        assertEquals(Set.of("last", "states", "vjp.x", "vjp.w"), expected.keySet());
        compare(expected, OrtRunner.run(write(loop), inputs));
        Graph growing = COTANGENT.differentiation().vjp(COTANGENT.specialise(growing(), types), List.of("x"));
        Map<String, Tensor> point = Map.of("x", x, "cotangent.y", Tensor.scalar(1f));
        compare(run(growing, point), OrtRunner.run(write(growing), point));
    }

    @Test
    void namesAreUniqueOverAllScopes() throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(write(loop())));
        Set<String> names = new HashSet<>();
        List<String> twice = new ArrayList<>();
        collect(model.getGraph(), names, twice);
        assertEquals(List.of(), twice);
    }

    private static void collect(GraphProto graph, Set<String> names, List<String> twice) {
        List<String> defined = new ArrayList<>();
        graph.getInputList().forEach(input -> defined.add(input.getName()));
        graph.getInitializerList().forEach(tensor -> defined.add(tensor.getName()));
        for (NodeProto node : graph.getNodeList()) {
            defined.addAll(node.getOutputList());
            node.getAttributeList().stream().filter(a -> a.hasG()).forEach(a -> collect(a.getG(), names, twice));
        }
        defined.stream().filter(name -> !names.add(name)).forEach(twice::add);
    }

    /** In opset 8 a scan had a batch axis, and lengths. */
    private Path scan(boolean lengths, boolean reversed) {
        GraphProto.Builder body = GraphProto.newBuilder()
                .setName("member")
                .addInput(Models.value("sum_in", 1, 2))
                .addInput(Models.value("next", 1, 2))
                .addNode(Models.node("Mul", "sum_in,outer", "scaled"))
                .addNode(Models.node("Add", "scaled,next", "sum_out"))
                .addNode(Models.node("Identity", "sum_out", "scan_out"))
                .addOutput(Models.value("sum_out", 1, 2))
                .addOutput(Models.value("scan_out", 1, 2));
        NodeProto.Builder node = Models.node("Scan", (lengths ? "lens" : "-") + ",initial,x", "y,z")
                .addAttribute(Models.graph("body", body))
                .addAttribute(Models.integer("num_scan_inputs", 1));
        if (reversed) {
            node.addAttribute(RewritesTest.ints("directions", 1));
        }
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(Models.value("initial", 1, 2, 2))
                .addInput(Models.value("x", 1, 2, 3, 2))
                .addInput(Models.value("outer", 1, 2))
                .addNode(node)
                .addOutput(Models.value("y", 1, 2, 2))
                .addOutput(Models.value("z", 1, 2, 3, 2));
        if (lengths) {
            graph.addInput(Models.value("lens", 7, 2));
        }
        return Models.write(folder.resolve("scan.onnx"), Models.model(8, graph).build());
    }

    @Test
    void batchesOfSequencesOfAnyLengthAreScanned() throws OrtException {
        for (boolean lengths : new boolean[] {false, true}) {
            for (boolean reversed : new boolean[] {false, true}) {
                Path file = scan(lengths, reversed);
                Map<String, Tensor> inputs = new HashMap<>(Map.of(
                        "initial", Tensor.of(new float[] {0, 1, 2, 3}, 2, 2),
                        "x", Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 2),
                        "outer", Tensor.vector(0.5f, 2f)));
                if (lengths) {
                    inputs.put("lens", Tensor.vector(3L, 2L));
                }
                compare(
                        OrtRunner.run(file, inputs),
                        run(Onnx.open(file, COTANGENT.operators()).graph(), inputs));
            }
        }
    }

    @Test
    void valuesOfEveryKindAreKeptInFiles() {
        Path file = folder.resolve("value.pb");
        TensorSequence sequence = TensorSequence.of(Tensor.vector(1f, 2f), Tensor.scalar(3f));
        for (Datum datum : List.of(
                Tensor.vector(1L, 2L),
                sequence,
                TensorSequence.empty(DType.INT8),
                OptionalDatum.of(sequence),
                OptionalDatum.of(Tensor.scalar(2.0)),
                OptionalDatum.empty(TensorType.of(DType.FLOAT, 2)))) {
            DatumFiles.write(file, "value", datum);
            assertEquals(datum.toString(), DatumFiles.read(file, datum.type()).toString());
        }
    }
}
