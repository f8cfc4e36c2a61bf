package org.cotangent.ops.fused;

import org.cotangent.ops.internal.recurrent.RecurrentGradient;
import org.cotangent.ops.internal.recurrent.RecurrentKind;

/**
 * {@link org.cotangent.ops.recurrent.LSTM} run back in time, for the usual activations and nothing clipped.
 *
 * <p>From the trace of the steps, [time, directions, batch, 6 * hidden], and cotangents of Y, Y_h and Y_c: the
 * cotangents of the sums that the gates' activations are applied to, [time, directions, batch, 4 * hidden], and of the
 * initial states. The trace holds, one after the other, i, o, f, c, {@code H_{t-1}}, {@code C_{t-1}}; all is zero where
 * a sequence has ended. Time is the first axis whatever the layout, R, P and the lengths are those of the layer. A
 * cotangent that is absent is zero. The derivative is that of the steps.
 */
public final class LSTMGradient extends RecurrentGradient {
    public LSTMGradient() {
        super(RecurrentKind.LSTM, declare(RecurrentKind.LSTM));
    }
}
