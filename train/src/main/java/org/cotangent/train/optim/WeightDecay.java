package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Scalar;

/** Weight decay as part of the gradient, or apart from it. */
final class WeightDecay {
    private WeightDecay() {}

    /** {@return {@code gradient + decay * parameter}} */
    static Value added(Formulas f, Value gradient, Value parameter, double decay) {
        return decay == 0 ? gradient : f.add(gradient, f.mul(parameter, decay));
    }

    /** {@return {@code parameter * (1 - rate * decay)}} */
    static Value decoupled(Formulas f, Value parameter, Optimizer.State state, double decay) {
        return decay == 0
                ? parameter
                : f.mul(
                        parameter,
                        state.number("keep", (step, rate) -> Scalar.constant(1).minus(rate.times(decay))));
    }
}
