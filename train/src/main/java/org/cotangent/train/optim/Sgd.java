package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * Stochastic gradient descent. With {@code g = gradient + weightDecay * p}: {@code v = g} in the first step, later
 * {@code v = momentum * v + (1 - dampening) * g}; {@code p = p - rate * v}, or {@code p - rate * (g + momentum * v)}
 * with Nesterov's look-ahead. PyTorch's SGD.
 */
public record Sgd(double momentum, double dampening, boolean nesterov, double weightDecay) implements Optimizer {
    /** {@return plain descent} */
    public static Sgd plain() {
        return new Sgd(0, 0, false, 0);
    }

    /** {@return descent with momentum} */
    public static Sgd momentum(double momentum) {
        return new Sgd(momentum, 0, false, 0);
    }

    @Override
    public Sgd withWeightDecay(double decay) {
        return new Sgd(momentum, dampening, nesterov, decay);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value g = WeightDecay.added(f, gradient, parameter, weightDecay);
        Value direction = g;
        if (momentum != 0) {
            Value intake = state.number("intake", (step, rate) -> step == 0 ? 1 : 1 - dampening);
            Value velocity = f.add(f.mul(state.slot("velocity"), momentum), f.mul(g, intake));
            state.set("velocity", velocity);
            direction = nesterov ? f.add(g, f.mul(velocity, momentum)) : velocity;
        }
        return f.sub(parameter, f.mul(direction, state.rate()));
    }
}
