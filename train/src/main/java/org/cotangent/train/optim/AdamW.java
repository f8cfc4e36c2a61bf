package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019). {@code p = p * (1 - rate * weightDecay)}; {@code m =
 * beta1 * m + (1 - beta1) * g}; {@code v = beta2 * v + (1 - beta2) * g^2}; {@code p = p - rate * (m / (1 - beta1^t)) /
 * (sqrt(v / (1 - beta2^t)) + epsilon)} with {@code t = 1, 2, ...}
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
    /** {@return the usual settings with this weight decay} */
    public static AdamW decaying(double weightDecay) {
        return new AdamW(0.9, 0.999, 1e-8, weightDecay);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value decayed = weightDecay == 0
                ? parameter
                : f.mul(parameter, state.number("keep", (step, rate) -> 1 - rate * weightDecay));
        return Moments.step(f, decayed, gradient, state, beta1, beta2, epsilon);
    }
}
