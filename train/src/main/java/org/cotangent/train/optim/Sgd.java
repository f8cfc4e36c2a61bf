package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Scalar;

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

    /** Everything of the first gradient is taken in. */
    private Scalar intake(Scalar step) {
        Scalar one = Scalar.constant(1);
        return Scalar.select(step.equal(Scalar.constant(0)), one, Scalar.constant(1 - dampening));
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value g = WeightDecay.added(f, gradient, parameter, weightDecay);
        Value direction = g;
        if (momentum != 0) {
            Value intake = state.number("intake", (step, rate) -> intake(step));
            Value velocity = f.add(f.mul(state.slot("velocity"), momentum), f.mul(g, intake));
            state.set("velocity", velocity);
            direction = nesterov ? f.add(g, f.mul(velocity, momentum)) : velocity;
        }
        return f.sub(parameter, f.mul(direction, state.rate()));
    }
}
