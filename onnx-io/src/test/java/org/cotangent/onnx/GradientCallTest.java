package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientCallTest {
    private static final Cotangent COTANGENT = Cotangent.load();

    @TempDir
    private Path folder;

    private static NodeProto.Builder gradient(String inputs, String outputs, String xs, String zs, String y) {
        NodeProto.Builder node = Models.node("Gradient", inputs, outputs)
                .setDomain("ai.onnx.preview.training")
                .addAttribute(list("xs", xs));
        if (!zs.isEmpty()) {
            node.addAttribute(list("zs", zs));
        }
        return node.addAttribute(AttributeProto.newBuilder()
                .setName("y")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(y)));
    }

    private static AttributeProto list(String name, String values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(Arrays.stream(values.split(","))
                        .map(ByteString::copyFromUtf8)
                        .toList())
                .build();
    }

    private ImportedModel read(GraphProto.Builder graph) {
        for (String name : List.of("a", "b")) {
            graph.addInput(Models.value(name, 1, 2));
        }
        ModelProto model = Models.model(13, graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("ai.onnx.preview.training")
                        .setVersion(1))
                .build();
        return Onnx.open(Models.write(folder.resolve("model.onnx"), model), COTANGENT.operators());
    }

    private Map<String, float[]> run(GraphProto.Builder graph, String... outputs) {
        for (String output : outputs) {
            graph.addOutput(Models.value(output, 1, 2));
        }
        ImportedModel model = read(graph);
        assertEquals(List.of(), model.unsupported());
        Map<String, Tensor> results = COTANGENT
                .plan(model.graph(), Map.of())
                .newSession()
                .run(Map.of("a", Tensor.vector(2f, 3f), "b", Tensor.vector(5f, 7f)));
        Map<String, float[]> values = new HashMap<>();
        for (String output : outputs) {
            values.put(output, Objects.requireNonNull(results.get(output)).toFloats());
        }
        return values;
    }

    private static GraphProto.Builder products() {
        return GraphProto.newBuilder().addNode(Models.node("Mul", "a,b", "h")).addNode(Models.node("Mul", "h,a", "y"));
    }

    @Test
    void gradientsAreThoseOfTheNamedFunction() {
        Map<String, float[]> values =
                run(products().addNode(gradient("a,b", "da,db", "a,b", "", "y")), "y", "da", "db");
        assertArrayEquals(new float[] {20, 63}, values.get("y"));
        assertArrayEquals(new float[] {20, 42}, values.get("da"));
        assertArrayEquals(new float[] {4, 9}, values.get("db"));
    }

    @Test
    void derivativesStopAtValuesThatAreNamed() {
        Map<String, float[]> values = run(products().addNode(gradient("h,a", "dh,da", "h,a", "", "y")), "dh", "da");
        assertArrayEquals(new float[] {2, 3}, values.get("dh"));
        assertArrayEquals(new float[] {10, 21}, values.get("da"));
    }

    @Test
    void otherPointsMayBeGiven() {
        Map<String, float[]> values = run(products().addNode(gradient("b,b", "da", "a", "b", "y")), "y", "da");
        assertArrayEquals(new float[] {20, 63}, values.get("y"));
        assertArrayEquals(new float[] {2 * 25, 2 * 49}, values.get("da"));
    }

    @Test
    void gradientsHaveGradients() {
        GraphProto.Builder graph = products()
                .addNode(gradient("a,b", "da", "a", "b", "y"))
                .addNode(gradient("a,b", "daa,dab", "a,b", "", "da"));
        Map<String, float[]> values = run(graph, "daa", "dab");
        assertArrayEquals(new float[] {10, 14}, values.get("daa"));
        assertArrayEquals(new float[] {4, 6}, values.get("dab"));
    }

    @Test
    void whatDoesNotDependHasAGradientOfZero() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addNode(gradient("a,b", "da,db", "a,b", "", "y"))
                .addNode(Models.node("Neg", "a", "y"));
        Map<String, float[]> values = run(graph, "da", "db");
        assertArrayEquals(new float[] {-1, -1}, values.get("da"));
        assertArrayEquals(new float[2], values.get("db"));
    }

    @Test
    void namesWithoutAMeaningAreRefused() {
        GraphProto.Builder graph =
                products().addNode(gradient("a,b", "da", "a,b", "", "nothing")).addOutput(Models.value("da", 1, 2));
        ModelException e = assertThrows(ModelException.class, () -> read(graph));
        assertTrue(String.valueOf(e.getMessage()).contains("'nothing'"), e.getMessage());
    }
}
