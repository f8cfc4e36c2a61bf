package org.cotangent.bench.suite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.bench.torch.EncoderBlock;
import org.cotangent.bench.torch.LeNet;
import org.cotangent.bench.torch.LstmClassifier;
import org.cotangent.bench.torch.PeerOptimizer;
import org.cotangent.bench.torch.ResNet18;
import org.cotangent.bench.torch.TorchTensors;
import org.cotangent.bench.torch.TwoLayers;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks of the suite, small, against PyTorch. */
class TrainingWorkloadTest {
    private static final PeerOptimizer SGD = PeerOptimizer.sgd(0.01, 0.9);

    static Stream<TrainingWorkload> small() {
        return Stream.of(
                new TrainingWorkload("lenet", new LeNet(), 2, SGD),
                new TrainingWorkload("mlp", new TwoLayers(7, 5, 3), 4, PeerOptimizer.adamW(1e-3, 0.01)),
                new TrainingWorkload("encoder", new EncoderBlock(8, 2, 16, 5), 3, SGD),
                new TrainingWorkload("lstm", new LstmClassifier(6, 5, 7, 3), 4, SGD),
                new TrainingWorkload("resnet", new ResNet18(64, 4, 3), 4, SGD, 0.05));
    }

    @ParameterizedTest
    @MethodSource("small")
    void stepsAreThoseOfThePeer(TrainingWorkload workload) {
        TorchTensors.unavailable().ifPresent(reason -> assumeFalse(true, reason));
        Runner runner = new Runner(new Setting(Cotangent.load(), 1, null, Path.of("")), 1, 0, true);
        assertInstanceOf(Outcome.Measured.class, runner.run(workload).outcome());
    }

    @ParameterizedTest
    @MethodSource("small")
    void aStepThatGoesElsewhereIsFound(TrainingWorkload workload) {
        try (Side ours = workload.ours(new Setting(Cotangent.load(), 1, null, Path.of("")))) {
            Map<String, Tensor> moved = ours.results();
            LinkedHashMap<String, Tensor> other = new LinkedHashMap<>(moved);
            String last = other.lastEntry().getKey();
            other.put(last, Tensor.allocate(other.lastEntry().getValue().type()));
            assertTrue(workload.difference(other, moved) > workload.tolerance(), last);
        }
    }
}
