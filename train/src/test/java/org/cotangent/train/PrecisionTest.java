package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.TrainingStep.Recipe;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products in bfloat16 and float16 with float32 parameters. */
class PrecisionTest {
    private static final int BATCH = 12;

    private final Cotangent cotangent = Cotangent.load();

    /** A convolution, a normalisation over the batch, and a layer on the mean over the picture. */
    private Graph network() {
        GraphBuilder builder = cotangent.graph("net");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, BATCH, 2, 5, 5));
        Value kernel = builder.initializer("conv", RandomTensors.within(0.3, 1, 6, 2, 3, 3));
        Value convolved = f.op("Relu", f.op("Conv", x, kernel));
        Value mean = f.reduceMean(convolved, true, 0);
        Value centred = f.sub(convolved, mean);
        Value features = f.reduceMean(f.op("Relu", centred), false, 2, 3);
        Value weights = builder.initializer("fc", RandomTensors.within(0.5, 2, 6, 3));
        Value bias = builder.initializer("bias", RandomTensors.within(0.1, 3, 3));
        builder.output("scores", f.add(f.matmul(features, weights), bias));
        return builder.build();
    }

    private static Recipe recipe(Precision precision) {
        return new Recipe(
                        "scores",
                        new SoftmaxCrossEntropy(),
                        AdamW.decaying(0.01),
                        GradientClip.at(1),
                        List.of("conv", "fc", "bias"))
                .withPrecision(precision);
    }

    private static Map<String, Tensor> batch() {
        Tensor labels = Tensor.allocate(DType.INT64, BATCH);
        Tensor x = RandomTensors.of(4, BATCH, 2, 5, 5);
        for (int i = 0; i < BATCH; i++) {
            labels.setLong(i, i % 3);
            for (long k = 0; k < 50; k++) {
                x.setDouble(i * 50L + k, x.getDouble(i * 50L + k) + (k % 3 == i % 3 ? 0.7 : 0));
            }
        }
        return Map.of("x", x, TrainingStep.TARGETS, labels);
    }

    private List<Double> losses(Precision precision, int steps) {
        List<Double> losses = new ArrayList<>();
        try (Training training = new Training(cotangent, network(), recipe(precision))) {
            for (int k = 0; k < steps; k++) {
                losses.add(training.step(0.02, batch()).loss());
            }
            training.state().values().forEach(tensor -> assertEquals(DType.FLOAT, tensor.dtype()));
        }
        return losses;
    }

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void theLossFallsAsInFloat32(Precision precision) {
        List<Double> expected = losses(Precision.MODEL, 60);
        List<Double> actual = losses(precision, 60);
        assertTrue(expected.getLast() < 0.3 * expected.getFirst(), () -> "float32 goes to " + expected.getLast());
        assertNotEquals(expected, actual);
        for (int k = 0; k < 60; k++) {
            assertEquals(expected.get(k), actual.get(k), 0.02 * expected.getFirst(), "step " + k);
        }
    }

    @Test
    void productsAreRoundedAndTheRestIsNot() {
        Graph model = network();
        Graph lower = MixedPrecision.of(model, cotangent.operators(), DType.BFLOAT16);
        assertEquals(model.output("scores").type(), lower.output("scores").type());
        assertEquals(DType.BFLOAT16, type(lower, "Conv"));
        assertEquals(DType.BFLOAT16, type(lower, "Relu"));
        assertEquals(DType.FLOAT, type(lower, "ReduceMean"));
        assertEquals(DType.FLOAT, type(lower, "Sub"));
        assertEquals(DType.BFLOAT16, type(lower, "MatMul"));
        assertEquals(DType.FLOAT, type(lower, "Add"));
        model.initializers()
                .keySet()
                .forEach(value -> assertEquals(
                        value.type(), lower.initializer(value.name()).type()));
    }

    /** The first node of an operator. */
    private static DType type(Graph graph, String operator) {
        Node node = graph.nodes().stream()
                .filter(other -> other.operator().id().type().equals(operator))
                .findFirst()
                .orElseThrow();
        return node.outputs().getFirst().dtype();
    }

    @Test
    void attentionComputesItsSoftmaxInFloat32() {
        GraphBuilder builder = cotangent.graph("attention");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, 2, 4, 8));
        Value mask = builder.initializer("mask", Tensor.full(DType.FLOAT, -Float.MAX_VALUE, 4, 4));
        builder.output("y", f.op("Attention", x, x, x, mask));
        Node node = MixedPrecision.of(builder.build(), cotangent.operators(), DType.BFLOAT16).nodes().stream()
                .filter(other -> other.operator().id().type().equals("Attention"))
                .findFirst()
                .orElseThrow();
        assertEquals(DType.FLOAT.code(), node.attributes().integer("softmax_precision"));
        assertEquals(DType.FLOAT, Objects.requireNonNull(node.inputs().get(3)).dtype());
        assertEquals(
                DType.BFLOAT16, Objects.requireNonNull(node.inputs().get(2)).dtype());
    }

    /** Near 1 the numbers of bfloat16 are 1/128 apart; each step changes the weight by a thousandth of that. */
    @Test
    void parametersKeepWhatBfloat16WouldLose() {
        GraphBuilder builder = cotangent.graph("line");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, 1));
        Value w = builder.initializer("w", Tensor.of(new float[] {1}, 1, 1));
        builder.output("y", f.matmul(x, w));
        Recipe recipe = new Recipe("y", new MeanSquaredError(), Sgd.plain(), null, List.of("w"))
                .withPrecision(Precision.BFLOAT16);
        Map<String, Tensor> batch = Map.of(
                "x", Tensor.of(new float[] {1}, 1, 1), TrainingStep.TARGETS, Tensor.of(new float[] {1.5f}, 1, 1));
        try (Training training = new Training(cotangent, builder.build(), recipe)) {
            Tensor weight = Objects.requireNonNull(training.parameters().get("w"));
            training.step(1e-5, batch);
            assertEquals(1 + 1e-5, weight.getDouble(0), 1e-7);
            for (int k = 1; k < 200; k++) {
                training.step(1e-5, batch);
            }
            assertEquals(1 + 200e-5, weight.getDouble(0), 1e-5);
        }
    }

    /** The gradient {@code 2 (y - t) x} is 2^-30, less than any number of float16; the scale of the loss keeps it. */
    @Test
    void theLossScaleKeepsSmallGradients() {
        double small = Math.scalb(1.0, -30);
        try (Training training = new Training(cotangent, line(), line(Precision.FLOAT16))) {
            TrainingStep.Report report = training.step(0, lineBatch(Math.scalb(1.0, -15), -Math.scalb(1.0, -16)));
            assertEquals(small, report.gradientNorm(), 0.01 * small);
        }
    }

    @Test
    void aStepThatOverflowsIsLeftOutAndHalvesTheScale() {
        try (Training training = new Training(cotangent, line(), line(Precision.FLOAT16))) {
            SequencedMap<String, Tensor> state = training.state();
            assertEquals(65536, scale(state));
            assertFalse(Double.isFinite(training.step(0.1, lineBatch(1, -2)).gradientNorm()));
            assertEquals(32768, scale(state));
            assertArrayEquals(new float[] {0}, get(state, "w").toFloats());
            while (scale(state) > 8192) {
                training.step(0.1, lineBatch(1, -2));
            }
            training.step(0.1, lineBatch(1, -2));
            assertEquals(-0.4f, get(state, "w").getDouble(0), 1e-3);
            get(state, "training.scale.good").setDouble(0, 1999);
            training.step(0.1, lineBatch(0, 0));
            assertEquals(16384, scale(state));
            assertEquals(0, get(state, "training.scale.good").getDouble(0));
        }
    }

    /** Half the gradient twice; a step that overflows spoils the update, and nothing else. */
    @Test
    void scaledLossesAccumulate() {
        Recipe recipe = line(Precision.FLOAT16).withAccumulation(2);
        try (Training training = new Training(cotangent, line(), recipe)) {
            SequencedMap<String, Tensor> state = training.state();
            training.step(0.1, lineBatch(0.125, -0.25));
            training.step(0.1, lineBatch(0.125, -0.375));
            assertEquals(-0.1 * 0.125 * 0.625, get(state, "w").getDouble(0), 1e-6);
            double before = get(state, "w").getDouble(0);
            training.step(0.1, lineBatch(1, -2));
            training.step(0.1, lineBatch(0.125, -0.25));
            assertEquals(before, get(state, "w").getDouble(0));
            assertEquals(0, get(state, "training.gradient.w").getDouble(0));
            assertEquals(32768, scale(state));
        }
    }

    private static double scale(Map<String, Tensor> state) {
        return get(state, "training.scale").getDouble(0);
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** {@code y = x w} with w = 0. */
    private Graph line() {
        GraphBuilder builder = cotangent.graph("line");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, 1));
        builder.output("y", f.matmul(x, builder.initializer("w", Tensor.allocate(DType.FLOAT, 1, 1))));
        return builder.build();
    }

    private static Recipe line(Precision precision) {
        return new Recipe("y", new MeanSquaredError(), Sgd.plain(), null, List.of("w")).withPrecision(precision);
    }

    private static Map<String, Tensor> lineBatch(double x, double target) {
        return Map.of(
                "x",
                Tensor.of(new float[] {(float) x}, 1, 1),
                TrainingStep.TARGETS,
                Tensor.of(new float[] {(float) target}, 1, 1));
    }

    @Test
    void everyListedOperatorExistsAndTakesTheLowerTypes() {
        Stream.of(MixedPrecision.PRODUCTS, MixedPrecision.FOLLOWING)
                .flatMap(Set::stream)
                .map(type -> cotangent.operators().get("", type))
                .forEach(operator -> assertTrue(
                        operator.signature().output(0).type().allowed().containsAll(DType.floating()),
                        () -> operator.id().toString()));
    }
}
