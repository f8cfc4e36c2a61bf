package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.loss.OutputAsLoss;
import org.cotangent.train.optim.Lbfgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LbfgsTest {
    private final Cotangent cotangent = Cotangent.load();

    /** Rosenbrock's valley {@code (1 - a)^2 + 100 (b - a^2)^2}, which has its minimum 0 at (1, 1). */
    private Graph valley(DType dtype) {
        GraphBuilder builder = cotangent.graph("valley");
        Formulas f = new Formulas(builder);
        Value a = builder.initializer("a", Tensor.of(dtype, new double[] {-1.2}));
        Value b = builder.initializer("b", Tensor.of(dtype, new double[] {1}));
        Value along = f.square(f.sub(1, a));
        Value across = f.mul(f.square(f.sub(b, f.square(a))), 100);
        builder.output("height", f.add(along, across));
        return builder.build();
    }

    private LbfgsTraining training(DType dtype, Lbfgs settings) {
        Objective objective = new Objective("height", new OutputAsLoss(), List.of("a", "b"));
        return new LbfgsTraining(cotangent, valley(dtype), objective, settings);
    }

    private static double get(LbfgsTraining training, String name) {
        return Objects.requireNonNull(training.parameters().get(name)).getDouble(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void theLineSearchFindsTheEndOfTheValley(DType dtype) {
        try (LbfgsTraining training = training(dtype, Lbfgs.standard().withStrongWolfe())) {
            double first = training.step(1, Map.of()).loss();
            assertEquals(24.2, first, 1e-5);
            double loss = first;
            for (int k = 0; k < 4; k++) {
                double next = training.step(1, Map.of()).loss();
                assertTrue(next <= loss, () -> "the loss rose to " + next);
                loss = next;
            }
            assertEquals(1, get(training, "a"), 1e-3);
            assertEquals(1, get(training, "b"), 1e-3);
        }
    }

    @Test
    void withoutLineSearchEveryIterationGoesTheLearningRate() {
        try (LbfgsTraining training = training(DType.DOUBLE, Lbfgs.standard().withLimits(1, 1))) {
            TrainingStep.Report report = training.step(0.1, Map.of());
            double slopeA = -2 * 2.2 + 400 * 1.2 * (1 - 1.44);
            double slopeB = 200 * (1 - 1.44);
            double sum = Math.abs(slopeA) + Math.abs(slopeB);
            assertEquals(Math.hypot(slopeA, slopeB), report.gradientNorm(), 1e-9);
            assertEquals(-1.2 - 0.1 * slopeA / sum, get(training, "a"), 1e-12);
            assertEquals(1 - 0.1 * slopeB / sum, get(training, "b"), 1e-12);
        }
    }

    /**
     * {@code 5 a^2 + 5 b^2}: after one change the estimate of the inverse Hessian is the true one, {@code 1 / 10}, so
     * that a step goes the share {@code rate} of the way to the minimum, however large the gradient is.
     */
    @Test
    void onlyTheFirstIterationOfAllIsShortenedByTheGradient() {
        GraphBuilder builder = cotangent.graph("bowl");
        Formulas f = new Formulas(builder);
        Value a = builder.initializer("a", Tensor.vector(3.0));
        Value b = builder.initializer("b", Tensor.vector(-4.0));
        builder.output("height", f.mul(f.add(f.square(a), f.square(b)), 5));
        Objective objective = new Objective("height", new OutputAsLoss(), List.of("a", "b"));
        Lbfgs settings = Lbfgs.standard().withLimits(1, 1);
        try (LbfgsTraining training = new LbfgsTraining(cotangent, builder.build(), objective, settings)) {
            training.step(0.1, Map.of());
            double sum = 10 * 3 + 10 * 4;
            double first = 3 - 0.1 * 10 * 3 / sum;
            assertEquals(first, get(training, "a"), 1e-12);
            training.step(0.1, Map.of());
            assertEquals(0.9 * first, get(training, "a"), 1e-12);
            training.step(0.1, Map.of());
            assertEquals(0.81 * first, get(training, "a"), 1e-12);
        }
    }

    @Test
    void aResumedRunContinuesBitForBit() {
        Lbfgs settings = new Lbfgs(4, 10, 1e-9, 1e-12, 3, true);
        try (LbfgsTraining whole = training(DType.DOUBLE, settings);
                LbfgsTraining resumed = training(DType.DOUBLE, settings)) {
            whole.step(1, Map.of());
            whole.step(1, Map.of());
            Map<String, Tensor> copy = Copies.of(whole.state());
            resumed.restore(copy, whole.count());
            whole.step(1, Map.of());
            resumed.step(1, Map.of());
            assertEquals(whole.state().keySet(), resumed.state().keySet());
            whole.state().forEach((name, tensor) -> {
                Tensor other = Objects.requireNonNull(resumed.state().get(name));
                assertArrayEquals(tensor.toDoubles(), other.toDoubles(), name);
            });
            assertEquals(3, resumed.count());
            copy.remove("training.lbfgs.direction");
            assertThrows(ModelException.class, () -> resumed.restore(copy, 2));
        }
    }

    @Test
    void settingsWithoutMeaningAreRefused() {
        assertThrows(CotangentException.class, () -> Lbfgs.standard().withLimits(0, 1));
    }
}
