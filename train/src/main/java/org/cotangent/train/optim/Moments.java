package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** The running moments that Adam and its kin share. Bias corrections are computed in float64, outside the graph. */
final class Moments {
    private Moments() {}

    static Value step(
            Formulas f, Value parameter, Value g, Optimizer.State state, double beta1, double beta2, double epsilon) {
        Value m = f.add(f.mul(state.slot("m"), beta1), f.mul(g, 1 - beta1));
        Value v = f.add(f.mul(state.slot("v"), beta2), f.mul(f.square(g), 1 - beta2));
        state.set("m", m);
        state.set("v", v);
        Value rate = state.number("rate1", (step, learningRate) -> learningRate / (1 - Math.pow(beta1, step + 1.0)));
        Value correction = state.number("correct2", (step, learningRate) -> 1 / (1 - Math.pow(beta2, step + 1.0)));
        Value scale = f.add(f.sqrt(f.mul(v, correction)), epsilon);
        return f.sub(parameter, f.div(f.mul(m, rate), scale));
    }
}
