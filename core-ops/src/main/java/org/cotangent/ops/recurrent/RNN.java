package org.cotangent.ops.recurrent;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.recurrent.RecurrentActivation;
import org.cotangent.ops.internal.recurrent.RecurrentCell;
import org.cotangent.ops.internal.recurrent.RecurrentKind;
import org.cotangent.ops.internal.recurrent.RecurrentOperator;
import org.cotangent.ops.internal.recurrent.RnnCell;
import org.cotangent.spi.op.Attributes;

/**
 * The simple recurrent layer: {@code H_t = f(X_t W^T + H_{t-1} R^T + Wb + Rb)}, with f Tanh unless told otherwise.
 *
 * <p>X is [time, batch, inputs], W [directions, hidden, inputs], R [directions, hidden, hidden], B [directions, 2 *
 * hidden], initial_h and Y_h [directions, batch, hidden], Y [time, directions, batch, hidden]; with layout 1 the batch
 * is the first axis of X, Y and states. Beyond the length of a sequence Y is 0 and the state stays; the reverse
 * direction begins at its last element. {@code clip} bounds what activations are applied to. The derivative is that of
 * the layer unrolled, by {@link org.cotangent.ops.fused.RNNGradient} where activations are the usual ones and nothing
 * is clipped. ONNX RNN, version 22.
 */
public final class RNN extends RecurrentOperator {
    public RNN() {
        super(RecurrentKind.RNN, declare());
    }

    @Override
    protected List<? extends RecurrentCell> cells(Attributes attributes, int directions) {
        List<RecurrentActivation> functions =
                RecurrentActivation.of(attributes, directions, RecurrentKind.RNN.activations());
        float clip = attributes.real("clip", 0);
        return IntStream.range(0, directions)
                .mapToObj(d -> new RnnCell(functions.get(d), clip))
                .toList();
    }
}
