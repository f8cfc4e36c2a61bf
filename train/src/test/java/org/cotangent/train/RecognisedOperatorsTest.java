package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.plan.Profile;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.OutputAsLoss;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training steps run the operators that exporters have written in parts. */
class RecognisedOperatorsTest {
    @Test
    void layerNormalizationIsTrainedAsOneOperator(@TempDir Path folder) {
        try (Model model = SmallModel.of(folder, (builder, f) -> {
            Value x = builder.input("x", TensorType.of(DType.FLOAT, 4, 8));
            Value centred = f.sub(x, f.reduceMean(x, true, -1));
            Value deviation = f.sqrt(f.add(f.reduceMean(f.square(centred), true, -1), 1e-5f));
            Value scale = builder.initializer("scale", RandomTensors.of(1, 8));
            builder.output("y", f.reduceMean(f.square(f.mul(f.div(centred, deviation), scale)), false));
        })) {
            TrainingStep.Recipe recipe =
                    new TrainingStep.Recipe("y", new OutputAsLoss(), new Sgd(0, 0, false, 0), null, List.of("scale"));
            try (Training training = model.train(recipe)) {
                Map<String, Tensor> batch = Map.of("x", RandomTensors.of(2, 4, 8));
                Profile profile = training.planned(batch).profile();
                training.step(0.1, batch);
                assertTrue(profile.kinds().stream()
                        .anyMatch(kind -> kind.toString().contains("LayerNormalization")));
            }
        }
    }
}
