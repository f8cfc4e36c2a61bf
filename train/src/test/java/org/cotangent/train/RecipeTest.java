package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.TrainingStep.Recipe;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Average;
import org.cotangent.train.optim.Sgd;
import org.cotangent.train.optim.StepFormula;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recipe says beside loss and optimiser: groups of parameters, accumulation, averages. */
class RecipeTest {
    private static final int FEATURES = 5;
    private static final double RATE = 0.05;

    private final Cotangent cotangent = Cotangent.load();
    private final SplittableRandom random = new SplittableRandom(7);

    private Tensor random(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    private Graph model() {
        GraphBuilder builder = cotangent.graph("layer");
        Formulas f = new Formulas(builder);
        Shape rows = Shape.of(List.of(Dim.symbol("rows"), Dim.of(FEATURES)));
        Value x = builder.input("x", new TensorType(DType.DOUBLE, rows));
        Value weight = builder.initializer("fc.weight", random(FEATURES, 3));
        Value bias = builder.initializer("fc.bias", random(3));
        builder.output("y", f.tanh(f.add(f.matmul(x, weight), bias)));
        return builder.build();
    }

    private static Recipe recipe() {
        return new Recipe("y", new MeanSquaredError(), AdamW.decaying(0.2), null, List.of("fc.weight", "fc.bias"));
    }

    private static Tensor rows(Tensor tensor, long from, long to) {
        long width = tensor.size(1);
        Tensor part = Tensor.allocate(tensor.dtype(), to - from, width);
        for (long i = 0; i < part.elements(); i++) {
            part.setDouble(i, tensor.getDouble(from * width + i));
        }
        return part;
    }

    private static double[] get(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name).toDoubles();
    }

    private Map<String, Tensor> batch(long rows) {
        return Map.of("x", random(rows, FEATURES), TrainingStep.TARGETS, random(rows, 3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void accumulatedBatchesEqualOneLargeBatch(boolean clipped) {
        int parts = 3;
        Graph model = model();
        Recipe plain = recipe();
        Recipe recipe = new Recipe(
                plain.output(),
                plain.loss(),
                plain.optimizer(),
                clipped ? GradientClip.at(0.1) : null,
                plain.trainable());
        try (Training whole = new Training(cotangent, model, recipe);
                Training accumulating = new Training(cotangent, model, recipe.withAccumulation(parts))) {
            for (int k = 0; k < 4; k++) {
                Map<String, Tensor> batch = batch(4L * parts);
                double norm = whole.step(RATE, batch).gradientNorm();
                double last = 0;
                for (int part = 0; part < parts; part++) {
                    Map<String, Tensor> rows = new LinkedHashMap<>();
                    long from = 4L * part;
                    batch.forEach((name, tensor) -> rows.put(name, rows(tensor, from, from + 4)));
                    last = accumulating.step(RATE, rows).gradientNorm();
                }
                assertEquals(norm, last, 1e-12);
            }
            whole.state()
                    .forEach((name, tensor) ->
                            assertArrayEquals(tensor.toDoubles(), get(accumulating.state(), name), 1e-12, name));
        }
    }

    @Test
    void aRunCanBeResumedWithinAnUpdate() {
        Graph model = model();
        Recipe recipe = recipe().withAccumulation(3).withAverage(Average.exponential(0.9));
        List<Map<String, Tensor>> batches = List.of(batch(2), batch(2), batch(2), batch(2));
        try (Training whole = new Training(cotangent, model, recipe);
                Training resumed = new Training(cotangent, model, recipe)) {
            batches.subList(0, 2).forEach(batch -> whole.step(RATE, batch));
            resumed.restore(Copies.of(whole.state()), whole.count());
            batches.subList(2, 4).forEach(batch -> {
                whole.step(RATE, batch);
                resumed.step(RATE, batch);
            });
            whole.state()
                    .forEach((name, tensor) -> assertArrayEquals(tensor.toDoubles(), get(resumed.state(), name), name));
        }
    }

    /** Biases as they would be without decay and with half the rate, weights as if there were no group. */
    @Test
    void groupsHaveSettingsOfTheirOwn() {
        Graph model = model();
        Recipe recipe =
                recipe().withGroups(ParameterGroup.vectors().withWeightDecay(0).withRate(0.5));
        Recipe other = new Recipe("y", new MeanSquaredError(), AdamW.decaying(0), null, List.of("fc.bias"));
        Recipe weights = new Recipe("y", new MeanSquaredError(), AdamW.decaying(0.2), null, List.of("fc.weight"));
        Map<String, Tensor> batch = batch(6);
        try (Training grouped = new Training(cotangent, model, recipe);
                Training biasOnly = new Training(cotangent, model, other);
                Training weightOnly = new Training(cotangent, model, weights)) {
            grouped.step(RATE, batch);
            biasOnly.step(RATE / 2, batch);
            weightOnly.step(RATE, batch);
            assertArrayEquals(get(biasOnly.parameters(), "fc.bias"), get(grouped.parameters(), "fc.bias"), 1e-15);
            assertArrayEquals(get(weightOnly.parameters(), "fc.weight"), get(grouped.parameters(), "fc.weight"), 1e-15);
        }
    }

    @Test
    void theFirstGroupThatHasAParameterCounts() {
        Graph model = model();
        Recipe recipe = recipe().withGroups(
                        ParameterGroup.matching("fc.b*").withOptimizer(Sgd.plain()),
                        ParameterGroup.of(List.of("fc.weight", "fc.bias")).withRate(0));
        try (Training training = new Training(cotangent, model, recipe)) {
            double[] weight = get(training.parameters(), "fc.weight");
            double[] bias = get(training.parameters(), "fc.bias");
            training.step(RATE, batch(6));
            assertArrayEquals(weight, get(training.parameters(), "fc.weight"));
            assertFalse(Arrays.equals(bias, get(training.parameters(), "fc.bias")));
            assertEquals(
                    List.of("training.slot.fc.weight.m", "training.slot.fc.weight.v"),
                    List.copyOf(training.state().keySet()).subList(2, 4));
        }
    }

    @Test
    void stepsAllocateNoTensorMemory() {
        Recipe recipe =
                recipe().withGroups(ParameterGroup.vectors().withRate(0.5)).withAverage(Average.equal());
        Map<String, Tensor> batch = batch(6);
        try (Training training = new Training(cotangent, model(), recipe)) {
            for (int k = 0; k < 5; k++) {
                training.step(RATE, batch);
            }
            assertEquals(0, training.planned(batch).lateAllocations());
        }
    }

    @Test
    void batchesOfEverySizeAreTaken() {
        try (Training training = new Training(cotangent, model(), recipe())) {
            TrainingStep small = training.planned(batch(2));
            TrainingStep large = training.planned(batch(3));
            assertNotSame(small, large);
            assertSame(large, training.planned(batch(3)));
            assertSame(small, training.planned(batch(2)));
            Map<String, Tensor> surplus = new LinkedHashMap<>(batch(2));
            surplus.put("other", Tensor.scalar(1f));
            assertThrows(GraphException.class, () -> training.planned(surplus));
            training.step(RATE, batch(2));
            Map<String, Tensor> withoutTargets = Map.of("x", random(2, FEATURES));
            assertThrows(GraphException.class, () -> training.step(RATE, withoutTargets));
        }
    }

    @Test
    void aGroupOfNothingIsAnError() {
        Recipe recipe = recipe().withGroups(ParameterGroup.matching("encoder.**"));
        assertThrows(GraphException.class, () -> new Training(cotangent, model(), recipe));
        assertThrows(CotangentException.class, () -> recipe().withAccumulation(0));
    }

    /** Trains six steps and returns the average of one parameter; {@code values} gets what it averages. */
    private double averaged(Average average, double[] values) {
        try (Training training = new Training(cotangent, model(), recipe().withAverage(average))) {
            for (int k = 0; k < values.length; k++) {
                training.step(RATE, batch(4));
                values[k] = get(training.parameters(), "fc.bias")[0];
            }
            return get(training.averaged(), "fc.bias")[0];
        }
    }

    private static double keep(Average average, long step) {
        return StepFormula.of((number, rate) -> average.keep(number)).at(new double[] {step, RATE});
    }

    @Test
    void averagesFollowTheirDefinitions() {
        double decay = 0.8;
        double[] p = new double[6];
        double equal = averaged(Average.equal(), p);
        assertEquals(Arrays.stream(p).sum() / 6, equal, 1e-12);

        double corrected = averaged(Average.corrected(decay), p);
        double sum = 0;
        for (double value : p) {
            sum = decay * sum + (1 - decay) * value;
        }
        assertEquals(sum / (1 - Math.pow(decay, 6)), corrected, 1e-12);

        double exponential = averaged(Average.exponential(decay), p);
        sum = p[0];
        for (double value : p) {
            sum = decay * sum + (1 - decay) * value;
        }
        assertEquals(sum, exponential, 1e-12);

        assertEquals(0.1, keep(Average.warmedUp(decay), 0), 1e-12);
        assertEquals(decay, keep(Average.warmedUp(decay), 1000));
    }
}
