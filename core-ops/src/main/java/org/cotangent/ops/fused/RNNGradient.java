package org.cotangent.ops.fused;

import org.cotangent.ops.internal.recurrent.RecurrentGradient;
import org.cotangent.ops.internal.recurrent.RecurrentKind;

/**
 * {@link org.cotangent.ops.recurrent.RNN} run back in time, for Tanh and nothing clipped.
 *
 * <p>From the trace of the steps, [time, directions, batch, 2 * hidden], and cotangents of Y and Y_h: the cotangents of
 * the sums that the gates' activations are applied to, [time, directions, batch, 1 * hidden], and of the initial state.
 * The trace holds, one after the other, {@code H_t}, {@code H_{t-1}}; all is zero where a sequence has ended. Time is
 * the first axis whatever the layout, R and the lengths are those of the layer. A cotangent that is absent is zero. The
 * derivative is that of the steps.
 */
public final class RNNGradient extends RecurrentGradient {
    public RNNGradient() {
        super(RecurrentKind.RNN, declare(RecurrentKind.RNN));
    }
}
