package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterTableTest {
    @TempDir
    private Path folder = Path.of("");

    /** One initializer of each kind. */
    private static void write(GraphBuilder b, Formulas f) {
        Value x = b.input("x", TensorType.of(DType.FLOAT, 2, 3, 4, 4));
        Value mean = b.initializer("bn.mean", Tensor.vector(0f, 0f, 0f));
        Value variance = b.initializer("bn.variance", Tensor.vector(1f, 1f, 1f));
        Value scale = b.initializer("bn.scale", Tensor.vector(1f, 1f, 1f));
        Value y = f.op("BatchNormalization", x, scale, scale, mean, variance);
        Value weight = b.initializer("onnx::MatMul_7", RandomTensors.of(1, 4, 4));
        y = f.matmul(f.matmul(y, weight), f.op("Identity", weight));
        y = f.mul(y, b.initializer("factor", Tensor.scalar(2f)));
        y = f.op("Reshape", y, b.initializer("sizes", Tensor.vector(2L, 48L)));
        Value clip = b.initializer("body.head.bias", Tensor.full(DType.FLOAT, 1, 48));
        b.output("y", f.add(y, clip));
        b.initializer("idle", Tensor.vector(1f, 2f));
    }

    private ParameterTable table() {
        return SmallModel.of(folder, ParameterTableTest::write).parameters();
    }

    private static Map<String, ParameterInfo> byName(ParameterTable table) {
        return table.stream().collect(Collectors.toMap(ParameterInfo::name, info -> info));
    }

    @Test
    void saysWhatIsTrainedAndWhyNot() {
        Map<String, String> reasons =
                table().stream().collect(Collectors.toMap(ParameterInfo::name, i -> i.status() + ": " + i.reason()));
        Map<String, String> expected = Map.of(
                "bn.mean", "fixed: running statistics of BatchNormalization",
                "bn.variance", "fixed: running statistics of BatchNormalization",
                "bn.scale", "trained: used by BatchNormalization",
                "onnx::MatMul_7", "trained: used by MatMul",
                "factor", "fixed: it is a single number",
                "sizes", "fixed: its elements are INT64",
                "body.head.bias", "trained: used by Add",
                "idle", "fixed: no node uses it");
        assertEquals(expected.keySet(), reasons.keySet());
        expected.forEach((name, start) ->
                assertTrue(reasons.getOrDefault(name, "").startsWith(start), () -> name + " is " + reasons.get(name)));
    }

    @Test
    void oneParameterAtSeveralNodesIsOneAndSaysSo() {
        String reason = table().stream()
                .filter(info -> info.name().equals("onnx::MatMul_7"))
                .map(ParameterInfo::reason)
                .findFirst()
                .orElse("");
        assertTrue(reason.contains("shared by 2 nodes"), reason);
        assertTrue(reason.contains("by the exporter"), reason);
    }

    @Test
    void linesHaveOneColumnForEachFact() {
        List<String> lines = table().lines();
        assertEquals(9, lines.size());
        int column = lines.getFirst().indexOf("training");
        assertTrue(lines.stream()
                .skip(1)
                .allMatch(line -> line.startsWith("trained", column) || line.startsWith("fixed", column)));
        assertTrue(table().toString().endsWith(table().summary()));
    }

    @Test
    void anonymousWeightsAreShownWithTheirScope() {
        ParameterInfo info = new ParameterInfo(
                "val_12",
                TensorType.of(DType.FLOAT, 2, 2),
                List.of("val_12", "node_linear", "encoder", "encoder.layer.0", "linear"),
                true,
                false,
                "");
        assertEquals("encoder.layer.0", info.telling());
        assertEquals("encoder.layer", info.group());
        assertTrue(new ParameterTable(List.of(info)).toString().contains("val_12 (encoder.layer.0)"));
    }

    @Test
    void theLastChoiceThatNamesAParameterDecides() {
        Model model = SmallModel.of(folder, ParameterTableTest::write);
        Set<String> all = Set.of("bn.scale", "onnx::MatMul_7", "body.head.bias");
        assertEquals(all, model.trained());
        assertEquals(
                Set.of("body.head.bias"), model.freeze("**").train("body.**").trained());
        assertEquals(Set.of(), model.train("body.**").freeze("**").trained());
        assertEquals(Set.of("body.head.bias"), model.train("body.head.*").trained());
        assertEquals(
                Set.of("bn.scale", "onnx::MatMul_7"),
                model.freeze("body.*.bias").trained());
        assertEquals(
                Set.of("bn.scale", "body.head.bias"),
                model.train("bn.*").train("body.**").trained());
        ParameterInfo frozen = byName(model.freeze("bn.*").parameters()).get("bn.scale");
        assertTrue(frozen != null && frozen.frozen() && frozen.reason().startsWith("frozen by 'bn.*'"));
    }

    @Test
    void globsThatMatchNothingAreNamedWithCloseNames() {
        ParameterTable table = table();
        String message = String.valueOf(
                assertThrows(GraphException.class, () -> table.select(List.of("body.haed.*", "bn.mean", "bn.*")))
                        .getMessage());
        assertTrue(message.contains("'body.haed.*'") && message.contains("body.head.bias"), message);
        assertTrue(message.contains("'bn.mean' matches nothing that can be trained"), message);
        assertTrue(message.contains("running statistics"), message);
    }

    @Test
    void valuesOfConstantNodesAreNoParametersUnlessTheyAreWeights() {
        GraphBuilder b = SmallModel.COTANGENT.graph("g");
        Formulas f = new Formulas(b);
        Value x = b.input("x", TensorType.of(DType.FLOAT, 2, 3));
        b.output(
                "y",
                f.add(
                        f.matmul(x, b.initializer("w", RandomTensors.of(1, 3, 3))),
                        b.initializer("c", Tensor.vector(1f, 2f, 3f))));
        ParameterTable table = ParameterSurvey.of(b.build(), Set.of(), Map.of());
        assertEquals(Set.of("w"), table.trained());
    }
}
