package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Scalar;

/**
 * The running moments that Adam and its kin share: {@code m = beta1 * m + (1 - beta1) * g} and {@code v = beta2 * v +
 * (1 - beta2) * g^2}. Corrections of bias are computed in float64.
 *
 * @param mean {@code m}
 * @param scale {@code sqrt(v / (1 - beta2^t)) + epsilon}, of the largest v so far if that is asked for
 */
record Moments(Value mean, Value scale) {
    static Moments of(
            Formulas f, Value g, Optimizer.State state, double beta1, double beta2, double epsilon, boolean largest) {
        Value m = f.add(f.mul(state.slot("m"), beta1), f.mul(g, 1 - beta1));
        Value v = f.add(f.mul(state.slot("v"), beta2), f.mul(f.square(g), 1 - beta2));
        state.set("m", m);
        state.set("v", v);
        Value square = v;
        if (largest) {
            square = f.op("Max", state.slot("largest"), v);
            state.set("largest", square);
        }
        Value correction = state.number("correct2", (step, rate) -> correction(beta2, step));
        return new Moments(m, f.add(f.sqrt(f.mul(square, correction)), epsilon));
    }

    /** {@return {@code p - rate / (1 - beta1^t) * m / scale}} */
    Value descend(Formulas f, Value parameter, Optimizer.State state, double beta1) {
        Value corrected = state.number("rate1", (step, rate) -> rate.over(withoutPower(beta1, step)));
        return f.sub(parameter, f.div(f.mul(mean, corrected), scale));
    }

    /** {@return {@code beta^t}, the first step having {@code t = 1}} */
    static Scalar power(double beta, Scalar step) {
        return Scalar.constant(beta).apply(BinaryFunction.POW, step.plus(1));
    }

    private static Scalar withoutPower(double beta, Scalar step) {
        return Scalar.constant(1).minus(power(beta, step));
    }

    /** {@return {@code 1 / (1 - beta^t)}} */
    static Scalar correction(double beta, Scalar step) {
        return Scalar.constant(1).over(withoutPower(beta, step));
    }
}
