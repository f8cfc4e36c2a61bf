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
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
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
        List<String> differences = new ArrayList<>();
        try (OnnxRuntimeTraining peer = new OnnxRuntimeTraining(cotangent, training, folder)) {
            for (JsonElement element : fixture.json().getAsJsonArray("steps")) {
                JsonObject json = element.getAsJsonObject();
                Map<String, Tensor> samples = new HashMap<>(fixture.tensors(json.getAsJsonObject("inputs")));
                samples.put(
                        TrainingStep.TARGETS, fixture.tensor(json.get("targets").getAsString()));
                double loss = json.get("loss").getAsDouble();
                assertEquals(
                        loss,
                        peer.step(json.get("lr").getAsDouble(), samples),
                        Math.abs(loss) * fixture.number("loss_rtol"));
            }
            Map<String, Tensor> state = peer.state();
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
