package org.cotangent.bench.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.train.Model;

/**
 * The image classifiers of ONNX's backend tests that come without weights ({@code light/test_light_NAME/model.onnx}
 * below the folder of models), with weights drawn anew.
 */
final class LightModels {
    private LightModels() {}

    static Stream<Workload> workloads() {
        return Stream.of("resnet50", "squeezenet", "inception_v1", "bvlc_alexnet", "densenet121", "shufflenet", "vgg19")
                .map(name -> new InferenceWorkload(name, file(name), RandomTensors::inputs));
    }

    private static ModelFile file(String name) {
        return setting -> {
            if (setting.models() == null) {
                throw new Unavailable("the folder of models is not given (--models)");
            }
            Path light = setting.models().resolve("light", "test_light_" + name, "model.onnx");
            if (!Files.isRegularFile(light)) {
                throw new Unavailable("'" + light + "' is not there");
            }
            return ModelFile.exported(name, cotangent -> drawn(cotangent, light))
                    .in(setting);
        };
    }

    private static Graph drawn(Cotangent cotangent, Path light) {
        try (Model model = Model.open(cotangent, light)) {
            return withScores(model.reinitialized(23).graph(), cotangent);
        }
    }

    /** With random weights a softmax may be 0 and 1 alone, which compares little: what it is taken of is an output. */
    private static Graph withScores(Graph graph, Cotangent cotangent) {
        GraphBuilder builder = GraphBuilder.from(graph, cotangent.operators());
        for (Value output : graph.outputs().values()) {
            Node producer = builder.producer(output);
            if (producer != null && producer.operator().id().type().equals("Softmax")) {
                builder.output("scores", producer.inputs().getFirst());
            }
        }
        return builder.build();
    }
}
