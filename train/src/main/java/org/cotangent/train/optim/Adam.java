package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** Adam (Kingma and Ba, 2015); weight decay is added to the gradient. */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
    /** {@return the usual settings} */
    public static Adam standard() {
        return new Adam(0.9, 0.999, 1e-8, 0);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value g = weightDecay == 0 ? gradient : f.add(gradient, f.mul(parameter, weightDecay));
        return Moments.step(f, parameter, g, state, beta1, beta2, epsilon);
    }
}
