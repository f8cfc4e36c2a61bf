package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.onnxruntime.OrtException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.TrainingGraph;
import org.cotangent.train.TrainingStep;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime trains the models of the fixtures, by files of plain ONNX, to the parameters that PyTorch found. */
class TrainingGraphFixturesTest {
    @TempDir
    private Path folder = Path.of("");

    private final Cotangent cotangent = Cotangent.load();

    @TestFactory
    Stream<DynamicTest> onnxRuntimeTrains() throws IOException {
        Path fixtures = Path.of(System.getProperty("cotangent.shared", "")).resolve("gradient-fixtures");
        Assumptions.assumeTrue(Files.isDirectory(fixtures), "cotangent.shared names no folder with gradient-fixtures");
        return GradientFixture.find(List.of(fixtures)).stream()
                .filter(GradientFixture::isTraining)
                .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> check(fixture)));
    }

    private void check(GradientFixture fixture) throws OrtException {
        Graph model = Onnx.open(fixture.folder().resolve("model.onnx"), cotangent.operators())
                .graph();
        TrainingGraph training =
                TrainingGraph.of(cotangent, model, new TrainingCheck(cotangent, fixture).recipe(), Map.of());
        Path step = folder.resolve("step.onnx");
        Path initial = folder.resolve("initial.onnx");
        Onnx.write(training.step(), cotangent.operators(), step, ExportOptions.standard());
        Onnx.write(training.initial(), cotangent.operators(), initial, ExportOptions.standard());
        List<String> differences = new ArrayList<>();
        try (OnnxRuntimePeer start = new OnnxRuntimePeer(initial);
                OnnxRuntimePeer peer = new OnnxRuntimePeer(step)) {
            Map<String, Tensor> state = start.run(Map.of());
            for (JsonElement element : fixture.json().getAsJsonArray("steps")) {
                JsonObject json = element.getAsJsonObject();
                Map<String, Tensor> inputs = new HashMap<>(state);
                inputs.putAll(fixture.tensors(json.getAsJsonObject("inputs")));
                inputs.put(
                        TrainingStep.TARGETS, fixture.tensor(json.get("targets").getAsString()));
                inputs.put(TrainingGraph.RATE, Tensor.scalar(json.get("lr").getAsFloat()));
                Map<String, Tensor> outputs = peer.run(inputs);
                double loss = json.get("loss").getAsDouble();
                assertEquals(
                        loss,
                        Objects.requireNonNull(outputs.get("training.loss")).getDouble(0),
                        Math.abs(loss) * fixture.number("loss_rtol"));
                state.replaceAll((name, old) -> Objects.requireNonNull(outputs.get(TrainingGraph.NEXT + name)));
            }
            fixture.tensors("final").forEach((name, expected) -> {
                String difference = fixture.difference("final", name, state.get(name), expected);
                if (difference != null) {
                    differences.add("'" + name + "' " + difference);
                }
            });
        }
        assertNull(differences.isEmpty() ? null : differences.toString());
    }
}
