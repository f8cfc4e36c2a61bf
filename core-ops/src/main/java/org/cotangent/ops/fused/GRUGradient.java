package org.cotangent.ops.fused;

import org.cotangent.ops.internal.recurrent.RecurrentGradient;
import org.cotangent.ops.internal.recurrent.RecurrentKind;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;

/**
 * {@link org.cotangent.ops.recurrent.GRU} run back in time, for the usual activations and nothing clipped.
 *
 * <p>From the trace of the steps, [time, directions, batch, 5 * hidden], and cotangents of Y and Y_h: the cotangents of
 * the sums that the gates' activations are applied to, [time, directions, batch, 3 * hidden], and of the initial state.
 * The trace holds, one after the other, z, r, h, {@code H_{t-1}}, and {@code H_{t-1} Rh^T + Rbh} with
 * linear_before_reset, else {@code r H_{t-1}}; all is zero where a sequence has ended. Time is the first axis whatever
 * the layout, R and the lengths are those of the layer. A cotangent that is absent is zero. The derivative is that of
 * the steps.
 */
public final class GRUGradient extends RecurrentGradient {
    public GRUGradient() {
        super(RecurrentKind.GRU, declare(RecurrentKind.GRU).attribute("linear_before_reset", 0));
    }

    @Override
    protected Attributes sample(Draw draw, Attributes attributes) {
        return attributes.with("linear_before_reset", draw.integer(0, 1));
    }
}
