package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.AdamW;
import org.junit.jupiter.api.Test;

/** A run that is interrupted and resumed does what the uninterrupted one does, bit for bit. */
class ResumeTest {
    private static final long WIDTH = 7;

    private final Cotangent cotangent = Cotangent.load();

    /** A layer with dropout behind a running mean that the graph updates itself. */
    private Graph model() {
        GraphBuilder builder = cotangent.graph("net");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 4, WIDTH));
        Value mean = builder.parameter("mean", Tensor.allocate(DType.FLOAT, WIDTH));
        builder.update(mean, f.add(f.mul(mean, 0.9), f.mul(f.reduceMean(x, false, 0), 0.1)));
        Value weights = builder.initializer("w", RandomTensors.of(1, WIDTH, WIDTH));
        Value hidden = f.tanh(f.matmul(f.sub(x, mean), weights));
        Value ratio = f.scalar(DType.FLOAT, 0.5);
        Value training = f.constant(Tensor.of(new boolean[] {true}));
        builder.output("y", f.op("Dropout", Attributes.none(), hidden, ratio, f.reshape(training)));
        return builder.build();
    }

    private Training training() {
        return new Training(
                cotangent,
                model(),
                new TrainingStep.Recipe(
                        "y", new MeanSquaredError(), AdamW.decaying(0.1), GradientClip.at(0.3), List.of("w")));
    }

    private static List<Double> run(Training training, int steps) {
        List<Double> losses = new ArrayList<>();
        for (int k = 0; k < steps; k++) {
            Tensor x = RandomTensors.of(100 + training.count(), 4, WIDTH);
            Map<String, Tensor> batch = Map.of("x", x, TrainingStep.TARGETS, RandomTensors.of(5, 4, WIDTH));
            losses.add(training.step(0.01, batch).loss());
        }
        return losses;
    }

    @Test
    void aResumedRunContinuesBitForBit() {
        try (Training whole = training();
                Training first = training();
                Training second = training()) {
            Stream.of(whole, first, second).forEach(training -> training.seed(42));
            List<Double> expected = run(whole, 9);
            List<Double> losses = new ArrayList<>(run(first, 4));
            second.restore(Copies.of(first.state()), first.count());
            losses.addAll(run(second, 5));
            assertEquals(expected, losses);
            assertEquals(whole.count(), second.count());
            assertEquals(whole.state().keySet(), second.state().keySet());
            whole.state()
                    .forEach((name, tensor) -> assertArrayEquals(
                            tensor.toFloats(), get(second.state(), name).toFloats(), name));
        }
    }

    @Test
    void stepsChangeTheBuffersOfTheModel() {
        try (Training training = training()) {
            run(training, 3);
            double expected = 0;
            for (int k = 0; k < 3; k++) {
                double mean = 0;
                for (int row = 0; row < 4; row++) {
                    mean += RandomTensors.of(100 + k, 4, WIDTH).getDouble(row * WIDTH) / 4;
                }
                expected = 0.9 * expected + 0.1 * mean;
            }
            assertEquals(expected, get(training.parameters(), "mean").getDouble(0), 1e-6);
        }
    }

    @Test
    void randomNumbersFollowTheSeed() {
        try (Training one = training();
                Training other = training()) {
            other.seed(1);
            assertNotEquals(run(one, 1), run(other, 1));
        }
    }

    @Test
    void theStateIsKnownBeforeTheFirstStep() {
        try (Training training = training()) {
            assertEquals(
                    List.of("w", "mean", "training.slot.w.m", "training.slot.w.v"),
                    List.copyOf(training.state().keySet()));
        }
    }

    @Test
    void aStateThatDoesNotFitIsRefusedAndNamed() {
        try (Training training = training()) {
            Map<String, Tensor> state = Copies.of(training.state());
            state.remove("mean");
            state.put("other", Tensor.scalar(1f));
            state.put("w", Tensor.allocate(DType.DOUBLE, WIDTH, WIDTH));
            float[] before = get(training.state(), "w").toFloats();
            ModelException e = assertThrows(ModelException.class, () -> training.restore(state, 3));
            String message = String.valueOf(e.getMessage());
            Stream.of("'mean'", "'other'", "'w'", "DOUBLE[7, 7]", "FLOAT[7, 7]")
                    .forEach(part -> assertTrue(message.contains(part), message));
            assertArrayEquals(before, get(training.state(), "w").toFloats());
            assertEquals(0, training.count());
        }
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
