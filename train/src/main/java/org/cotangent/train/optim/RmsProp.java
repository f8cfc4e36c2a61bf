package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * RMSprop (Hinton, 2012). With {@code g = gradient + weightDecay * p}: {@code v = alpha * v + (1 - alpha) * g^2};
 * {@code u = g / (sqrt(v) + epsilon)}; {@code b = momentum * b + u}; {@code p = p - rate * b}. Centred, {@code a =
 * alpha * a + (1 - alpha) * g} and {@code v - a^2}, no less than 0, stands under the root. PyTorch's RMSprop.
 */
public record RmsProp(double alpha, double epsilon, double weightDecay, double momentum, boolean centered)
        implements Optimizer {
    /** {@return the usual settings} */
    public static RmsProp standard() {
        return new RmsProp(0.99, 1e-8, 0, 0, false);
    }

    @Override
    public RmsProp withWeightDecay(double decay) {
        return new RmsProp(alpha, epsilon, decay, momentum, centered);
    }

    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        Value g = WeightDecay.added(f, gradient, parameter, weightDecay);
        Value square = average(f, state, "v", f.square(g));
        if (centered) {
            Value mean = average(f, state, "a", g);
            square = f.op("Max", f.sub(square, f.square(mean)), f.scalarLike(square, 0));
        }
        Value direction = f.div(g, f.add(f.sqrt(square), epsilon));
        if (momentum != 0) {
            direction = f.add(f.mul(state.slot("b"), momentum), direction);
            state.set("b", direction);
        }
        return f.sub(parameter, f.mul(direction, state.rate()));
    }

    private Value average(Formulas f, State state, String slot, Value x) {
        Value average = f.add(f.mul(state.slot(slot), alpha), f.mul(x, 1 - alpha));
        state.set(slot, average);
        return average;
    }
}
