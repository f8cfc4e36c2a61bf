package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.Adagrad;
import org.cotangent.train.optim.Adam;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Lamb;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.RmsProp;
import org.cotangent.train.optim.Sgd;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Optimisers against their formulas, on {@code y = w x} with one number each, in float64. */
class OptimizerTest {
    private static final double START = 0.7;
    private static final int STEPS = 6;

    private final Cotangent cotangent = Cotangent.load();

    private Graph model() {
        GraphBuilder builder = cotangent.graph("line");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.DOUBLE, 1));
        builder.output("y", f.mul(x, builder.initializer("w", Tensor.vector(START))));
        return builder.build();
    }

    /** Trains on changing points and compares w with {@code expected} after each step. */
    private void follow(Optimizer optimizer, @Nullable GradientClip clip, double rate, DoubleBinaryOperator expected) {
        TrainingStep.Recipe recipe =
                new TrainingStep.Recipe("y", new MeanSquaredError(), optimizer, clip, List.of("w"));
        try (Training training = new Training(cotangent, model(), recipe)) {
            double w = START;
            for (int k = 0; k < STEPS; k++) {
                double x = 1 + 0.5 * k;
                double target = 2 - k;
                double gradient = 2 * (w * x - target) * x;
                TrainingStep.Report report =
                        training.step(rate, Map.of("x", Tensor.vector(x), TrainingStep.TARGETS, Tensor.vector(target)));
                assertEquals((w * x - target) * (w * x - target), report.loss(), 1e-12 * Math.abs(report.loss()));
                assertEquals(Math.abs(gradient), report.gradientNorm(), 1e-12 * Math.abs(gradient));
                w = expected.applyAsDouble(w, gradient);
                assertEquals(
                        w,
                        Objects.requireNonNull(training.parameters().get("w")).getDouble(0),
                        1e-12,
                        "step " + k);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false, 0", "0.9, 0, false, 0", "0.9, 0.2, false, 0.1", "0.8, 0, true, 0.05"})
    void sgd(double momentum, double dampening, boolean nesterov, double decay) {
        double rate = 0.03;
        double[] velocity = {Double.NaN};
        follow(new Sgd(momentum, dampening, nesterov, decay), null, rate, (w, gradient) -> {
            double g = gradient + decay * w;
            velocity[0] = Double.isNaN(velocity[0]) ? g : momentum * velocity[0] + (1 - dampening) * g;
            return w - rate * (nesterov ? g + momentum * velocity[0] : velocity[0]);
        });
    }

    @Test
    void adamWithDecoupledDecay() {
        double rate = 0.02;
        double decay = 0.1;
        follow(new AdamW(0.9, 0.99, 1e-8, decay), null, rate, new AdamReference(rate, 0.9, 0.99, decay, true));
    }

    @Test
    void adamWithDecayInTheGradient() {
        double rate = 0.02;
        follow(new Adam(0.8, 0.95, 1e-8, 0.1), null, rate, new AdamReference(rate, 0.8, 0.95, 0.1, false));
    }

    @Test
    void adamOfTheLargestSecondMoment() {
        double rate = 0.02;
        AdamReference reference = new AdamReference(rate, 0.8, 0.5, 0.1, false);
        reference.amsgrad = true;
        follow(new Adam(0.8, 0.5, 1e-8, 0.1).withAmsgrad(), null, rate, reference);
    }

    @ParameterizedTest
    @CsvSource({"0.99, 0, 0, false", "0.9, 0.1, 0.8, false", "0.8, 0, 0, true", "0.7, 0.1, 0.9, true"})
    void rmsProp(double alpha, double decay, double momentum, boolean centered) {
        double rate = 0.01;
        double[] v = new double[3];
        follow(new RmsProp(alpha, 1e-8, decay, momentum, centered), null, rate, (w, gradient) -> {
            double g = gradient + decay * w;
            v[0] = alpha * v[0] + (1 - alpha) * g * g;
            v[1] = alpha * v[1] + (1 - alpha) * g;
            v[2] = momentum * v[2] + g / (Math.sqrt(centered ? v[0] - v[1] * v[1] : v[0]) + 1e-8);
            return w - rate * v[2];
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.1, 0.2, 0.5"})
    void adagrad(double rateDecay, double decay, double initial) {
        double rate = 0.1;
        double[] h = {initial, 0};
        follow(new Adagrad(rateDecay, decay, initial, 1e-10), null, rate, (w, gradient) -> {
            double g = gradient + decay * w;
            h[0] += g * g;
            return w - rate / (1 + rateDecay * h[1]++) * g / (Math.sqrt(h[0]) + 1e-10);
        });
    }

    /** With one number for a tensor the trust ratio is |w| / |u|: LAMB moves by the sign of u. */
    @Test
    void lamb() {
        double rate = 0.03;
        double[] state = new double[3];
        follow(new Lamb(0.9, 0.99, 1e-6, 0.2), null, rate, (w, gradient) -> {
            state[0]++;
            state[1] = 0.9 * state[1] + 0.1 * gradient;
            state[2] = 0.99 * state[2] + 0.01 * gradient * gradient;
            double m = state[1] / (1 - Math.pow(0.9, state[0]));
            double v = state[2] / (1 - Math.pow(0.99, state[0]));
            double u = m / (Math.sqrt(v) + 1e-6) + 0.2 * w;
            return w - rate * Math.abs(w) / Math.abs(u) * u;
        });
    }

    /** The norms are those of whole tensors; a parameter of zeros moves by the direction itself. */
    @Test
    void lambMovesByTheNormOfTheParameter() {
        for (double[] start : new double[][] {{0.3, -0.4, 1.2}, {0, 0, 0}}) {
            double[] target = {1, 2, -1};
            GraphBuilder builder = cotangent.graph("vector");
            builder.output("y", new Formulas(builder).op("Identity", builder.initializer("w", Tensor.vector(start))));
            TrainingStep.Recipe recipe =
                    new TrainingStep.Recipe("y", new MeanSquaredError(), Lamb.decaying(0.1), null, List.of("w"));
            try (Training training = new Training(cotangent, builder.build(), recipe)) {
                training.step(0.05, Map.of(TrainingStep.TARGETS, Tensor.vector(target)));
                double[] direction = new double[3];
                for (int i = 0; i < 3; i++) {
                    double gradient = 2 * (start[i] - target[i]) / 3;
                    direction[i] = gradient / (Math.abs(gradient) + 1e-6) + 0.1 * start[i];
                }
                double ratio = norm(start) == 0 ? 1 : norm(start) / norm(direction);
                double[] w =
                        Objects.requireNonNull(training.parameters().get("w")).toDoubles();
                for (int i = 0; i < 3; i++) {
                    assertEquals(start[i] - 0.05 * ratio * direction[i], w[i], 1e-12);
                }
            }
        }
    }

    private static double norm(double[] x) {
        return Math.sqrt(DoubleStream.of(x).map(value -> value * value).sum());
    }

    @Test
    void maximizingNegatesGradientsAndNothingElse() {
        follow(
                Sgd.plain().withWeightDecay(0.1).maximizing(),
                null,
                0.01,
                (w, gradient) -> w - 0.01 * (0.1 * w - gradient));
    }

    @Test
    void gradientsAreClippedByTheirNorm() {
        follow(
                Sgd.plain(),
                GradientClip.at(0.5),
                0.1,
                (w, gradient) -> w - 0.1 * gradient * Math.min(1, 0.5 / (Math.abs(gradient) + 1e-6)));
    }

    @Test
    void gradientsAreClippedByValue() {
        follow(
                Sgd.plain(),
                GradientClip.elementsAt(0.5),
                0.1,
                (w, gradient) -> w - 0.1 * Math.clamp(gradient, -0.5, 0.5));
    }

    @Test
    void everyOptimizerCanChangeItsWeightDecay() {
        Stream.of(
                        Sgd.momentum(0.9),
                        Adam.standard(),
                        AdamW.decaying(0.1),
                        RmsProp.standard(),
                        Adagrad.standard(),
                        Lamb.decaying(0.1))
                .forEach(optimizer -> {
                    Optimizer other = optimizer.withWeightDecay(0.25);
                    assertNotEquals(optimizer, other);
                    assertEquals(other, other.maximizing().withWeightDecay(0.25).maximizing());
                });
    }

    /** Adam on one number. */
    private static final class AdamReference implements DoubleBinaryOperator {
        private final double rate;
        private final double beta1;
        private final double beta2;
        private final double decay;
        private final boolean decoupled;
        private double m;
        private double v;
        private double largest;
        private int t;
        private boolean amsgrad;

        AdamReference(double rate, double beta1, double beta2, double decay, boolean decoupled) {
            this.rate = rate;
            this.beta1 = beta1;
            this.beta2 = beta2;
            this.decay = decay;
            this.decoupled = decoupled;
        }

        @Override
        public double applyAsDouble(double w, double gradient) {
            double g = decoupled ? gradient : gradient + decay * w;
            double p = decoupled ? w * (1 - rate * decay) : w;
            t++;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            largest = amsgrad ? Math.max(largest, v) : v;
            double scale = Math.sqrt(largest / (1 - Math.pow(beta2, t))) + 1e-8;
            return p - rate * (m / (1 - Math.pow(beta1, t))) / scale;
        }
    }
}
