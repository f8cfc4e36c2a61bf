package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A weight that an exporter named, used as it is, copied, and transposed, is one parameter. */
class SharedParameterTest {
    private static final double RATE = 0.5;
    private static final double STEP = 1e-2;

    @TempDir
    private Path folder = Path.of("");

    private final Tensor x = RandomTensors.of(3, 2, 3);

    private static void write(GraphBuilder b, Formulas f) {
        Value x = b.input("x", TensorType.of(DType.FLOAT, 2, 3));
        Value w = b.initializer("val_3", RandomTensors.of(1, 3, 3));
        Value copied = f.tanh(f.matmul(f.matmul(x, w), f.op("Identity", w)));
        b.output("y", f.matmul(copied, f.transposeMatrix(w)));
    }

    /** The mean of the squares of the outputs. */
    private double loss(Model model) {
        double sum = 0;
        Tensor y = SmallModel.output(model, "y", x);
        for (long i = 0; i < y.elements(); i++) {
            sum += y.getDouble(i) * y.getDouble(i);
        }
        return sum / y.elements();
    }

    private static Model moved(Model model, int i, double step) {
        Tensor w = SmallModel.initializer(model, "val_3").copy();
        w.setDouble(i, w.getDouble(i) + step);
        return model.withParameters(Map.of("val_3", w));
    }

    @Test
    void itsGradientIsTheSumOverAllUses() {
        Model model = SmallModel.of(folder, SharedParameterTest::write);
        assertEquals(Set.of("val_3"), model.trained());
        TrainingStep.Recipe recipe =
                new TrainingStep.Recipe("y", new MeanSquaredError(), Sgd.plain(), null, model.trained());
        try (Training training = model.train(recipe)) {
            Map<String, Tensor> batch = new HashMap<>(Map.of("x", x));
            batch.put(TrainingStep.TARGETS, Tensor.allocate(DType.FLOAT, 2, 3));
            training.step(RATE, batch);
            Model trained = model.withParameters(training.parameters());
            for (int i = 0; i < 9; i++) {
                double slope = (loss(moved(model, i, STEP)) - loss(moved(model, i, -STEP))) / (2 * STEP);
                double taken = SmallModel.initializer(model, "val_3").getDouble(i)
                        - SmallModel.initializer(trained, "val_3").getDouble(i);
                assertEquals(slope, taken / RATE, 1e-3);
            }
            Path out = folder.resolve("patched.onnx");
            trained.patch(out);
            assertArrayEquals(
                    SmallModel.output(trained, "y", x).toFloats(),
                    SmallModel.output(Model.open(SmallModel.COTANGENT, out), "y", x)
                            .toFloats());
        }
    }
}
