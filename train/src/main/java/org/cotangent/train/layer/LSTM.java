package org.cotangent.train.layer;

import org.cotangent.autograd.Operand;
import org.cotangent.autograd.Variable;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997) over [batch, time, features], as PyTorch computes it with
 * {@code batch_first}.
 */
public final class LSTM extends Recurrent {
    /** One layer, forward in time. */
    public LSTM(long inputs, long hidden) {
        this(inputs, hidden, 1, false);
    }

    public LSTM(long inputs, long hidden, int layers, boolean bidirectional) {
        super("LSTM", new int[] {0, 3, 1, 2}, inputs, hidden, layers, bidirectional);
    }

    /** {@return outputs and last states, beginning with states [layers * directions, batch, hidden]} */
    public Result runFrom(Variable x, Operand hidden, Operand cell) {
        return from(x, hidden, cell);
    }
}
