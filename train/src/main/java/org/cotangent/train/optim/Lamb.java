package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * LAMB (You and others, 2020): Adam whose step has the length of the parameter. With the moments of {@link AdamW},
 * {@code u = (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon) + weightDecay * p}; {@code p = p - rate * (|p| /
 * |u|) * u}, the norms being those of the whole tensor; where one of them is 0 their ratio is 1. PyTorch has none.
 */
public record Lamb(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
    /** {@return the usual settings with this weight decay} */
    public static Lamb decaying(double weightDecay) {
        return new Lamb(0.9, 0.999, 1e-6, weightDecay);
    }

    @Override
    public Lamb withWeightDecay(double decay) {
        return new Lamb(beta1, beta2, epsilon, decay);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Moments moments = Moments.of(f, gradient, state, beta1, beta2, epsilon, false);
        Value correction = state.number("correct1", (step, rate) -> Moments.correction(beta1, step));
        Value adam = f.div(f.mul(moments.mean(), correction), moments.scale());
        Value direction = WeightDecay.added(f, adam, parameter, weightDecay);
        Value length = f.mul(state.rate(), trust(f, parameter, direction));
        return f.sub(parameter, f.mul(direction, length));
    }

    private static Value trust(Formulas f, Value parameter, Value direction) {
        Value own = f.reduce("ReduceL2", parameter, false);
        Value other = f.reduce("ReduceL2", direction, false);
        Value zero = f.scalarLike(own, 0);
        Value one = f.scalarLike(own, 1);
        Value both = f.and(f.greater(own, zero), f.greater(other, zero));
        return f.where(both, f.div(own, f.where(both, other, one)), one);
    }
}
