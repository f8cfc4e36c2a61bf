package org.cotangent.train.layer;

import org.cotangent.autograd.Operand;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.op.Attributes;

/**
 * Gated recurrent units (Cho et al., 2014) over [batch, time, features], as PyTorch computes them with
 * {@code batch_first}: the reset gate acts on {@code W h + b}.
 */
public final class GRU extends Recurrent {
    /** One layer, forward in time. */
    public GRU(long inputs, long hidden) {
        this(inputs, hidden, 1, false);
    }

    public GRU(long inputs, long hidden, int layers, boolean bidirectional) {
        super("GRU", new int[] {1, 0, 2}, inputs, hidden, layers, bidirectional);
    }

    /** {@return outputs and last states, beginning with states [layers * directions, batch, hidden]} */
    public Result runFrom(Variable x, Operand hidden) {
        return from(x, hidden, null);
    }

    @Override
    Attributes more(Attributes attributes) {
        return attributes.with("linear_before_reset", 1L);
    }
}
