package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.GradientClip;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingGraph;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.TrainingStep.Recipe;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.Adagrad;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Average;
import org.cotangent.train.optim.Lamb;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps as files: ten of them in ONNX Runtime end where ten of ours end, for batches of any size. */
class TrainingGraphTest {
    private static final int STEPS = 10;
    private static final double RATE = 0.01;
    private static final Dim BATCH = Dim.symbol("batch");

    @TempDir
    private Path folder = Path.of("");

    private final Cotangent cotangent = Cotangent.load();
    private final SplittableRandom random = new SplittableRandom(3);

    private Tensor random(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-0.5, 0.5));
        }
        return tensor;
    }

    private Graph model(List<Dim> input, BiFunction<GraphBuilder, Value, Value> body) {
        GraphBuilder builder = cotangent.graph("model");
        builder.output("y", body.apply(builder, builder.input("x", new TensorType(DType.FLOAT, Shape.of(input)))));
        return builder.build();
    }

    private Graph convolutional() {
        return model(List.of(BATCH, Dim.of(1), Dim.of(8), Dim.of(8)), (builder, x) -> {
            Formulas f = new Formulas(builder);
            Value y = f.op("Conv", Attributes.of("pads", new long[] {1, 1, 1, 1}), x, weight(builder, "c", 4, 1, 3, 3));
            Value pooled = f.op(
                    "MaxPool", Attributes.of("kernel_shape", new long[] {2, 2}).with("strides", new long[] {2, 2}), y);
            Value strided = f.op(
                    "Conv",
                    Attributes.of("strides", new long[] {2, 2}).with("group", 2),
                    pooled,
                    weight(builder, "d", 6, 2, 2, 2));
            return f.matmul(f.op("Flatten", f.op("Relu", strided)), weight(builder, "w", 24, 3));
        });
    }

    private Graph encoder() {
        return model(List.of(BATCH, Dim.of(5), Dim.of(8)), (builder, x) -> {
            Formulas f = new Formulas(builder);
            Value scores = f.matmul(f.matmul(x, weight(builder, "q", 8, 8)), f.transpose(x, 0, 2, 1));
            Value mixed = f.matmul(f.softmax(scores, -1), f.matmul(x, weight(builder, "v", 8, 8)));
            Value scale = builder.initializer("scale", Tensor.full(DType.FLOAT, 1, 8));
            Value normal = f.op("LayerNormalization", f.add(x, mixed), scale, weight(builder, "shift", 8));
            return f.add(
                    normal,
                    f.matmul(
                            f.op("Gelu", f.matmul(normal, weight(builder, "up", 8, 16))),
                            weight(builder, "down", 16, 8)));
        });
    }

    private Graph recurrent() {
        return model(List.of(Dim.of(6), BATCH, Dim.of(4)), (builder, x) -> {
            Formulas f = new Formulas(builder);
            Value y = f.op(
                    "LSTM",
                    Attributes.of("hidden_size", 5),
                    x,
                    weight(builder, "w", 1, 20, 4),
                    weight(builder, "r", 1, 20, 5),
                    weight(builder, "b", 1, 40));
            return f.matmul(f.squeeze(y, 1), weight(builder, "out", 5, 2));
        });
    }

    private Value weight(GraphBuilder builder, String name, long... sizes) {
        return builder.initializer(name, random(sizes));
    }

    private Recipe recipe(Graph model, Optimizer optimizer) {
        List<String> trainable = model.initializers().keySet().stream()
                .filter(value -> value.dtype() == DType.FLOAT)
                .map(Value::name)
                .toList();
        return new Recipe("y", new MeanSquaredError(), optimizer, GradientClip.at(5), trainable);
    }

    private Tensor random(TensorType type, long batch) {
        return random(type.shape().dims().stream()
                .mapToLong(dim -> dim.isKnown() ? dim.size() : batch)
                .toArray());
    }

    private void check(Graph model, Recipe recipe) throws OrtException {
        TrainingGraph graphs = TrainingGraph.of(cotangent, model, recipe, Map.of());
        TensorType output = model.output("y").tensorType();
        try (Training training = new Training(cotangent, model, recipe);
                OnnxRuntimeTraining peer = new OnnxRuntimeTraining(cotangent, graphs, folder)) {
            for (int n = 0; n < STEPS; n++) {
                long batch = 2 + n % 3;
                Map<String, Tensor> samples = Map.of(
                        "x", random(model.input("x").tensorType(), batch), TrainingStep.TARGETS, random(output, batch));
                double loss = training.step(RATE, samples).loss();
                assertEquals(loss, peer.step(RATE, samples), 1e-5 * loss);
            }
            assertEquals(STEPS, peer.steps());
            Map<String, Tensor> state = peer.state();
            assertEquals(training.state().keySet(), state.keySet());
            training.state()
                    .forEach((name, expected) -> assertNull(
                            Closeness.difference(Objects.requireNonNull(state.get(name)), expected, 2e-5, 2e-5), name));
        }
    }

    @Test
    void aConvolutionalNet() throws OrtException {
        Graph model = convolutional();
        check(model, recipe(model, Sgd.momentum(0.9).withWeightDecay(0.01)));
    }

    @Test
    void anEncoder() throws OrtException {
        Graph model = encoder();
        check(model, recipe(model, AdamW.decaying(0.1)));
    }

    @Test
    void aRecurrentNet() throws OrtException {
        Graph model = recurrent();
        check(model, recipe(model, Adagrad.standard()));
    }

    @Test
    void lambWithAnAverage() throws OrtException {
        Graph model = encoder();
        check(model, recipe(model, Lamb.decaying(0.01)).withAverage(Average.warmedUp(0.9)));
    }

    @Test
    void accumulationIsRefused() {
        Graph model = encoder();
        Recipe recipe = recipe(model, Sgd.plain()).withAccumulation(2);
        assertThrows(UnsupportedException.class, () -> TrainingGraph.of(cotangent, model, recipe, Map.of()));
    }
}
