package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.Sgd;
import org.cotangent.train.tune.BatchNormalizationPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of a model for training, and that for use. */
class TuningFormsTest {
    private static final double MOMENTUM = 0.75;
    private static final double EPSILON = 1e-3;

    @TempDir
    private Path folder = Path.of("");

    private final Tensor x = RandomTensors.of(3, 4, 2, 3);

    private static void write(GraphBuilder b, Formulas f) {
        Value x = b.input("x", TensorType.of(DType.FLOAT, 4, 2, 3));
        Attributes attributes =
                Attributes.none().with("epsilon", (float) EPSILON).with("momentum", (float) MOMENTUM);
        b.output(
                "y",
                f.op(
                        "BatchNormalization",
                        attributes,
                        x,
                        b.initializer("bn.scale", Tensor.vector(1.5f, 0.5f)),
                        b.initializer("bn.bias", Tensor.vector(0.25f, -1f)),
                        b.initializer("bn.mean", Tensor.vector(0.1f, -0.2f)),
                        b.initializer("bn.var", Tensor.vector(0.9f, 1.2f))));
    }

    private Model model() {
        return SmallModel.of(folder, TuningFormsTest::write);
    }

    private static TrainingStep.Recipe recipe(Model model) {
        return new TrainingStep.Recipe("y", new MeanSquaredError(), Sgd.plain(), null, model.trained());
    }

    /** Mean and mean square deviation of each channel. */
    private double[][] statistics() {
        double[][] result = new double[2][2];
        for (int c = 0; c < 2; c++) {
            double sum = 0;
            double squares = 0;
            for (int n = 0; n < 4; n++) {
                for (int i = 0; i < 3; i++) {
                    double value = x.getDouble((n * 2L + c) * 3 + i);
                    sum += value;
                    squares += value * value;
                }
            }
            result[0][c] = sum / 12;
            result[1][c] = squares / 12 - result[0][c] * result[0][c];
        }
        return result;
    }

    private double meanSquare(double[] mean, double[] variance) {
        double[] scale = {1.5, 0.5};
        double[] bias = {0.25, -1};
        double sum = 0;
        for (int i = 0; i < x.elements(); i++) {
            int c = i / 3 % 2;
            double y = (x.getDouble(i) - mean[c]) / Math.sqrt(variance[c] + EPSILON) * scale[c] + bias[c];
            sum += y * y;
        }
        return sum / x.elements();
    }

    private Map<String, Tensor> batch() {
        Map<String, Tensor> batch = new HashMap<>();
        batch.put("x", x);
        batch.put(TrainingStep.TARGETS, Tensor.allocate(DType.FLOAT, 4, 2, 3));
        return batch;
    }

    @Test
    void frozenStatisticsAreConstantsAndStayBitEqual() {
        Model model = model().withBatchNormalization(BatchNormalizationPolicy.FROZEN);
        try (Training training = model.train(recipe(model))) {
            double[] mean = {0.1f, -0.2f};
            double[] variance = {0.9f, 1.2f};
            assertEquals(meanSquare(mean, variance), training.step(0.1, batch()).loss(), 1e-5);
            assertEquals(Set.of("bn.scale", "bn.bias"), training.parameters().keySet());
            Model trained = model.withParameters(training.parameters());
            assertArrayEquals(
                    new float[] {0.1f, -0.2f},
                    SmallModel.initializer(trained, "bn.mean").toFloats());
        }
    }

    @Test
    void updatingNormalisesByTheBatchAndMovesTheRunningStatistics() {
        Model model = model().withBatchNormalization(BatchNormalizationPolicy.UPDATING);
        double[][] batch = statistics();
        try (Training training = model.train(recipe(model))) {
            assertEquals(
                    meanSquare(batch[0], batch[1]), training.step(0.1, batch()).loss(), 1e-5);
            Model trained = model.withParameters(training.parameters());
            double[] mean = {0.1, -0.2};
            double[] variance = {0.9, 1.2};
            for (int c = 0; c < 2; c++) {
                assertEquals(
                        MOMENTUM * mean[c] + (1 - MOMENTUM) * batch[0][c],
                        SmallModel.initializer(trained, "bn.mean").getDouble(c),
                        1e-6);
                assertEquals(
                        MOMENTUM * variance[c] + (1 - MOMENTUM) * batch[1][c],
                        SmallModel.initializer(trained, "bn.var").getDouble(c),
                        1e-6);
            }
            assertNotEquals(1.5f, SmallModel.initializer(trained, "bn.scale").toFloats()[0]);
            assertTrue(trained.graph().updates().isEmpty());
            assertFalse(trained.graph().nodes().getFirst().attributes().flag("training_mode"));
        }
    }

    @Test
    void aModelInTrainingFormGetsOneForInference() {
        Model model = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 4, 2, 3));
            Value ones = b.initializer("ones", Tensor.vector(1f, 1f));
            Value mean = b.initializer("mean", Tensor.vector(0.5f, 0.25f));
            Attributes attributes = Attributes.of("training_mode", 1).with("epsilon", 0f);
            List<@Nullable Value> inputs = List.of(x, ones, ones, mean, b.initializer("var", Tensor.vector(1f, 1f)));
            b.output(
                    "y",
                    b.emit(b.operators().get("", "BatchNormalization"), attributes, inputs, 3)
                            .getFirst());
        });
        assertTrue(model.warnings().stream().anyMatch(warning -> warning.contains("in training form")));
        Model frozen = model.withBatchNormalization(BatchNormalizationPolicy.FROZEN);
        float[] expected = x.toFloats();
        for (int i = 0; i < expected.length; i++) {
            expected[i] += 1 - (i / 3 % 2 == 0 ? 0.5f : 0.25f);
        }
        assertArrayEquals(expected, SmallModel.output(frozen, "y", x).toFloats(), 1e-6f);
    }

    @Test
    void statisticsOfTwoNodesCannotBeUpdated() {
        Model model = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 4, 2, 3));
            Value ones = b.initializer("ones", Tensor.vector(1f, 1f));
            Value y = f.op("BatchNormalization", x, ones, ones, ones, b.initializer("var", Tensor.vector(1f, 1f)));
            Value other = b.initializer("var2", Tensor.vector(1f, 1f));
            b.output("y", f.op("BatchNormalization", y, ones, ones, ones, other));
        });
        Model updating = model.withBatchNormalization(BatchNormalizationPolicy.UPDATING);
        String message = String.valueOf(assertThrows(UnsupportedException.class, updating::trainingGraph)
                .getMessage());
        assertTrue(message.contains("'ones'") && message.contains("shared"), message);
    }

    @Test
    void bothFormsHaveTheSameNames() {
        Model model = model().withBatchNormalization(BatchNormalizationPolicy.UPDATING);
        assertEquals(names(model.graph()), names(model.trainingGraph()));
        assertEquals(
                model.graph().inputs().keySet(), model.trainingGraph().inputs().keySet());
        assertEquals(
                model.graph().outputs().keySet(),
                model.trainingGraph().outputs().keySet());
    }

    private static List<String> names(Graph graph) {
        return graph.initializers().keySet().stream().map(Value::name).toList();
    }

    @Test
    void insertedDropoutWorksInTrainingAlone() {
        Model plain = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 4, 2, 3));
            b.output("y", f.mul(f.exp(x), b.initializer("w", Tensor.full(DType.FLOAT, 1, 3))));
        });
        Model model = plain.withDropout(0.5, "Exp*");
        assertArrayEquals(
                SmallModel.output(plain, "y", x).toFloats(),
                SmallModel.output(model, "y", x).toFloats());
        assertEquals(2, model.graph().nodes().size());
        try (Training training = model.train(recipe(model));
                Training calm = plain.train(recipe(plain))) {
            double first = training.step(0, batch()).loss();
            assertNotEquals(first, training.step(0, batch()).loss());
            assertEquals(calm.step(0, batch()).loss(), calm.step(0, batch()).loss());
        }
        String message = String.valueOf(assertThrows(GraphException.class, () -> plain.withDropout(0.5, "Exq"))
                .getMessage());
        assertTrue(message.contains("'Exq'") && message.contains("Exp"), message);
    }

    @Test
    void dropoutOfTheFileIsWokenAndStaysInTheFile() {
        Model plain = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 4, 2, 3));
            b.output("y", f.mul(f.op("Dropout", x), b.initializer("w", Tensor.full(DType.FLOAT, 1, 3))));
        });
        assertTrue(plain.warnings().stream().anyMatch(warning -> warning.contains("1 Dropout nodes do nothing")));
        Model model = plain.withDropout(0.5, "Dropout*");
        assertArrayEquals(x.toFloats(), SmallModel.output(model, "y", x).toFloats());
        assertEquals(2, model.graph().nodes().size());
        try (Training training = model.train(recipe(model))) {
            assertNotEquals(
                    training.step(0, batch()).loss(), training.step(0, batch()).loss());
        }
    }

    @Test
    void foldedBatchNormalisationIsTold() {
        Model folded = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 1, 1, 3, 3));
            Value w = b.initializer("onnx::Conv_12", RandomTensors.of(1, 2, 1, 3, 3));
            b.output("y", f.op("Conv", x, w, b.initializer("onnx::Conv_13", Tensor.vector(1f, 2f))));
        });
        assertTrue(folded.warnings().stream().anyMatch(warning -> warning.contains("folded batch normalisation")));
        Model honest = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 1, 1, 3, 3));
            Value w = b.initializer("conv.weight", RandomTensors.of(1, 2, 1, 3, 3));
            b.output("y", f.op("Conv", x, w, b.initializer("conv.bias", Tensor.vector(1f, 2f))));
        });
        assertEquals(List.of(), honest.warnings());
    }
}
