package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** An optimiser that is told to go up instead of down. */
record Ascent(Optimizer descent) implements Optimizer {
    @Override
    public Value update(Formulas f, Value parameter, Value gradient, State state) {
        return descent.update(f, parameter, f.neg(gradient), state);
    }

    @Override
    public Optimizer withWeightDecay(double weightDecay) {
        return new Ascent(descent.withWeightDecay(weightDecay));
    }

    @Override
    public Optimizer maximizing() {
        return descent;
    }
}
