package org.cotangent.ops.recurrent;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.recurrent.GruCell;
import org.cotangent.ops.internal.recurrent.RecurrentActivation;
import org.cotangent.ops.internal.recurrent.RecurrentCell;
import org.cotangent.ops.internal.recurrent.RecurrentKind;
import org.cotangent.ops.internal.recurrent.RecurrentOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;

/**
 * The layer of gated recurrent units.
 *
 * <pre>{@code
 * z_t = f(X_t Wz^T + H_{t-1} Rz^T + Wbz + Rbz)
 * r_t = f(X_t Wr^T + H_{t-1} Rr^T + Wbr + Rbr)
 * h_t = g(X_t Wh^T + (r_t H_{t-1}) Rh^T + Rbh + Wbh)       or, with linear_before_reset,
 * h_t = g(X_t Wh^T + r_t (H_{t-1} Rh^T + Rbh) + Wbh)
 * H_t = (1 - z_t) h_t + z_t H_{t-1}
 * }</pre>
 *
 * <p>The activations are Sigmoid and Tanh unless told otherwise. W is [directions, 3 * hidden, inputs], R [directions,
 * 3 * hidden, hidden], B [directions, 6 * hidden], in the order z, r, h; all else is as with {@link RNN}. ONNX GRU,
 * version 22.
 */
public final class GRU extends RecurrentOperator {
    public GRU() {
        super(RecurrentKind.GRU, declare().attribute("linear_before_reset", 0));
    }

    @Override
    protected List<? extends RecurrentCell> cells(Attributes attributes, int directions) {
        List<RecurrentActivation> functions =
                RecurrentActivation.of(attributes, directions, RecurrentKind.GRU.activations());
        float clip = attributes.real("clip", 0);
        boolean linearBeforeReset = attributes.flag("linear_before_reset");
        return IntStream.range(0, directions)
                .mapToObj(d -> new GruCell(functions.get(2 * d), functions.get(2 * d + 1), clip, linearBeforeReset))
                .toList();
    }

    @Override
    protected Attributes sample(Draw draw, Attributes attributes) {
        return attributes.with("linear_before_reset", draw.integer(0, 1));
    }
}
