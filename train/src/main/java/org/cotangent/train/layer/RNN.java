package org.cotangent.train.layer;

import org.cotangent.autograd.Operand;
import org.cotangent.autograd.Variable;

/** {@code h = tanh(W x + b + U h + c)} over [batch, time, features]. */
public final class RNN extends Recurrent {
    /** One layer, forward in time. */
    public RNN(long inputs, long hidden) {
        this(inputs, hidden, 1, false);
    }

    public RNN(long inputs, long hidden, int layers, boolean bidirectional) {
        super("RNN", new int[] {0}, inputs, hidden, layers, bidirectional);
    }

    /** {@return outputs and last states, beginning with states [layers * directions, batch, hidden]} */
    public Result runFrom(Variable x, Operand hidden) {
        return from(x, hidden, null);
    }
}
