package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * Adagrad (Duchi, Hazan and Singer, 2011). With {@code g = gradient + weightDecay * p}: {@code h = h + g^2}, at first
 * {@code initialAccumulator}; {@code p = p - rate / (1 + t * rateDecay) * g / (sqrt(h) + epsilon)} with {@code t = 0,
 * 1, ...} PyTorch's Adagrad.
 */
public record Adagrad(double rateDecay, double weightDecay, double initialAccumulator, double epsilon)
        implements Optimizer {
    /** {@return the usual settings} */
    public static Adagrad standard() {
        return new Adagrad(0, 0, 0, 1e-10);
    }

    @Override
    public Adagrad withWeightDecay(double decay) {
        return new Adagrad(rateDecay, decay, initialAccumulator, epsilon);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value g = WeightDecay.added(f, gradient, parameter, weightDecay);
        Value sum = f.add(state.slot("h", initialAccumulator), f.square(g));
        state.set("h", sum);
        Value decayed = state.number(
                "decayed", (step, rate) -> rate.over(step.times(rateDecay).plus(1)));
        return f.sub(parameter, f.div(f.mul(g, decayed), f.add(f.sqrt(sum), epsilon)));
    }
}
