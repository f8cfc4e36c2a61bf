package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * Adam (Kingma and Ba, 2015); weight decay is added to the gradient. With {@code amsgrad} the second moment that
 * divides is the largest so far (Reddi, Kale and Kumar, 2018). For the formulas see {@link AdamW}. PyTorch's Adam.
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay, boolean amsgrad)
        implements Optimizer {
    public Adam(double beta1, double beta2, double epsilon, double weightDecay) {
        this(beta1, beta2, epsilon, weightDecay, false);
    }

    /** {@return the usual settings} */
    public static Adam standard() {
        return new Adam(0.9, 0.999, 1e-8, 0);
    }

    /** {@return this optimiser with the largest second moment so far} */
    public Adam withAmsgrad() {
        return new Adam(beta1, beta2, epsilon, weightDecay, true);
    }

    @Override
    public Adam withWeightDecay(double decay) {
        return new Adam(beta1, beta2, epsilon, decay, amsgrad);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value g = WeightDecay.added(f, gradient, parameter, weightDecay);
        return Moments.of(f, g, state, beta1, beta2, epsilon, amsgrad).descend(f, parameter, state, beta1);
    }
}
