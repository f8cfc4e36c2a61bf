package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlderOpsetWritingTest {
    private static final OperatorRegistry OPERATORS = Cotangent.load().operators();

    @TempDir
    private Path folder;

    private static GraphBuilder builder() {
        return new GraphBuilder("g", OPERATORS);
    }

    private ModelProto write(Graph graph, int opset) throws IOException {
        Path file = folder.resolve("out.onnx");
        Onnx.write(graph, OPERATORS, file, ExportOptions.standard().withOpset(opset));
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    @Test
    void anOlderOpsetGetsWhatANodeComputesInOperatorsThatItHas() throws IOException {
        GraphBuilder builder = builder();
        builder.output("y", builder.apply("Gelu", builder.input("x", TensorType.of(DType.FLOAT, 2))));
        ModelProto model = write(builder.build(), 13);
        assertEquals(13, model.getOpsetImport(0).getVersion());
        assertTrue(model.getGraph().getNodeList().stream()
                .noneMatch(node -> node.getOpType().equals("Gelu")));
        assertTrue(model.getGraph().getNodeList().stream()
                .anyMatch(node -> node.getOpType().equals("Erf")));
    }

    @Test
    void anOlderOpsetGetsTheFormThatAnOperatorHadInIt() throws IOException {
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 3));
        Value axes = builder.constant(Tensor.vector(1L));
        builder.output("y", builder.apply("ReduceMean", Attributes.of("keepdims", 0), x, axes));
        ModelProto model = write(builder.build(), 17);
        NodeProto node = model.getGraph().getNode(0);
        assertEquals(1, node.getInputCount());
        assertEquals(
                List.of(1L),
                node.getAttributeList().stream()
                        .filter(attribute -> attribute.getName().equals("axes"))
                        .findFirst()
                        .orElseThrow()
                        .getIntsList());
    }

    @Test
    void anOlderOpsetRefusesWhatItsFormCannotSay() {
        GraphBuilder builder = builder();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 4));
        Value pads = builder.constant(Tensor.vector(1L, 1L));
        builder.output("y", builder.apply("Pad", Attributes.of("mode", "wrap"), x, pads));
        ModelException e = assertThrows(ModelException.class, () -> write(builder.build(), 18));
        assertTrue(String.valueOf(e.getMessage()).contains("it needs 19 for [Pad"), e.getMessage());
    }

    private void assertRefused(Graph graph, int opset, String reason) {
        ModelException e = assertThrows(ModelException.class, () -> write(graph, opset));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }

    private static Graph graph(String type, ValueType input) {
        GraphBuilder builder = builder();
        builder.output("y", builder.apply(type, builder.input("x", input)));
        return builder.build();
    }

    @Test
    void sequencesAndOptionalValuesAreWrittenFromTheOpsetThatTakesThem() throws IOException {
        TensorType element = TensorType.of(DType.FLOAT, 2);
        ValueType sequence = new SequenceType(element);
        assertRefused(graph("Identity", sequence), 13, "it needs 14 for [Identity");
        assertEquals(
                14, write(graph("Identity", sequence), 14).getOpsetImport(0).getVersion());
        assertRefused(graph("Identity", new OptionalType(element)), 15, "it needs 16 for [Identity");
        write(graph("Identity", new OptionalType(sequence)), 16);
        assertRefused(graph("OptionalGetElement", sequence), 17, "it needs 18 for [OptionalGetElement");
        write(graph("OptionalGetElement", new OptionalType(sequence)), 15);
    }

    @Test
    void whatPassesThroughAGraphIsCopiedInAnOpsetThatCanCopyIt() throws IOException {
        GraphBuilder builder = builder();
        builder.output("y", builder.input("x", new SequenceType(TensorType.of(DType.FLOAT, 2))));
        assertRefused(builder.build(), 13, "it needs 14 for [Identity");
        write(builder.build(), 14);
    }

    @Test
    void windowsWithoutGapsNeedNoWordForIt() throws IOException {
        assertRefused(pooled(2), 18, "it needs 19 for [AveragePool");
        NodeProto node = write(pooled(1), 13).getGraph().getNode(0);
        assertTrue(node.getAttributeList().stream().noneMatch(a -> a.getName().equals("dilations")));
    }

    private static Graph pooled(long dilation) {
        GraphBuilder builder = builder();
        Attributes window = Attributes.of("kernel_shape", 2, 2).with("dilations", dilation, dilation);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, 1, 5, 5));
        builder.output("y", builder.apply("AveragePool", window, x));
        return builder.build();
    }

    @Test
    void branchesGiveOptionalValuesFromOpset16On() {
        GraphBuilder then = builder();
        ValueType optional = new OptionalType(TensorType.of(DType.FLOAT, 2));
        then.output("y", then.input("x", optional));
        Graph branch = then.build();
        GraphBuilder builder = builder();
        Value choice = builder.input("choice", TensorType.of(DType.BOOL));
        Attributes branches = Attributes.none()
                .with("then_branch", new Attribute.OfGraph(branch, 1))
                .with("else_branch", new Attribute.OfGraph(branch, 1));
        builder.output("y", builder.apply("If", branches, choice, builder.input("x", optional)));
        assertRefused(builder.build(), 15, "it needs 16 for [Identity of x, Identity of x, If node");
    }

    @Test
    void batchesComeFirstThroughTransposesWhereLayersHaveTimeFirst() throws IOException {
        Cotangent cotangent = Cotangent.load();
        for (String type : List.of("RNN", "GRU", "LSTM")) {
            long gates = type.equals("RNN") ? 1 : type.equals("GRU") ? 3 : 4;
            GraphBuilder builder = builder();
            Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 3, 2));
            Value w = builder.constant(ramp(1, gates * 4, 2));
            Value r = builder.constant(ramp(1, gates * 4, 4));
            Value h = builder.constant(ramp(2, 1, 4));
            List<Value> outputs = builder.emit(
                    OPERATORS.get("", type),
                    Attributes.of("hidden_size", 4).with("layout", 1),
                    Arrays.asList(x, w, r, null, null, h),
                    2);
            builder.output("y", outputs.getFirst());
            builder.output("y_h", outputs.get(1));
            Graph graph = builder.build();
            write(graph, 13);
            Graph older = Onnx.open(folder.resolve("out.onnx"), OPERATORS).graph();
            Map<String, Tensor> given = Map.of("x", ramp(2, 3, 2));
            Map<String, Tensor> expected =
                    cotangent.plan(graph, Map.of()).newSession().run(given);
            Map<String, Tensor> found =
                    cotangent.plan(older, Map.of()).newSession().run(given);
            for (String name : List.of("y", "y_h")) {
                Tensor one = Objects.requireNonNull(expected.get(name));
                Tensor other = Objects.requireNonNull(found.get(name));
                assertArrayEquals(one.sizes(), other.sizes(), type);
                assertArrayEquals(one.toFloats(), other.toFloats(), 1e-6f, type);
            }
        }
    }

    private static Tensor ramp(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (int i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, Math.sin(i + 1.0));
        }
        return tensor;
    }
}
