package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019). {@code p = p * (1 - rate * weightDecay)}; {@code m =
 * beta1 * m + (1 - beta1) * g}; {@code v = beta2 * v + (1 - beta2) * g^2}; {@code p = p - rate * (m / (1 - beta1^t)) /
 * (sqrt(v / (1 - beta2^t)) + epsilon)} with {@code t = 1, 2, ...} With {@code amsgrad} the v that divides is the
 * largest so far. PyTorch's AdamW, whose weight decay is 0.01 unless given.
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay, boolean amsgrad)
        implements Optimizer {
    public AdamW(double beta1, double beta2, double epsilon, double weightDecay) {
        this(beta1, beta2, epsilon, weightDecay, false);
    }

    /** {@return the usual settings with this weight decay} */
    public static AdamW decaying(double weightDecay) {
        return new AdamW(0.9, 0.999, 1e-8, weightDecay);
    }

    /** {@return this optimiser with the largest second moment so far} */
    public AdamW withAmsgrad() {
        return new AdamW(beta1, beta2, epsilon, weightDecay, true);
    }

    @Override
    public AdamW withWeightDecay(double decay) {
        return new AdamW(beta1, beta2, epsilon, decay, amsgrad);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value decayed = WeightDecay.decoupled(f, parameter, state, weightDecay);
        return Moments.of(f, gradient, state, beta1, beta2, epsilon, amsgrad).descend(f, decayed, state, beta1);
    }
}
