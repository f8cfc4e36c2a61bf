package org.cotangent.ops.recurrent;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.recurrent.LstmCell;
import org.cotangent.ops.internal.recurrent.RecurrentActivation;
import org.cotangent.ops.internal.recurrent.RecurrentCell;
import org.cotangent.ops.internal.recurrent.RecurrentKind;
import org.cotangent.ops.internal.recurrent.RecurrentOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;

/**
 * The layer of long short-term memories.
 *
 * <pre>{@code
 * i_t = f(X_t Wi^T + H_{t-1} Ri^T + Pi C_{t-1} + Wbi + Rbi)
 * f_t = f(X_t Wf^T + H_{t-1} Rf^T + Pf C_{t-1} + Wbf + Rbf)      or 1 - i_t with input_forget
 * c_t = g(X_t Wc^T + H_{t-1} Rc^T + Wbc + Rbc)
 * C_t = f_t C_{t-1} + i_t c_t
 * o_t = f(X_t Wo^T + H_{t-1} Ro^T + Po C_t + Wbo + Rbo)
 * H_t = o_t h(C_t)
 * }</pre>
 *
 * <p>The activations are Sigmoid, Tanh and Tanh unless told otherwise. W is [directions, 4 * hidden, inputs], R
 * [directions, 4 * hidden, hidden], B [directions, 8 * hidden], in the order i, o, f, c; the peepholes P are
 * [directions, 3 * hidden] in the order i, o, f; all else is as with {@link RNN}. ONNX LSTM, version 22.
 */
public final class LSTM extends RecurrentOperator {
    public LSTM() {
        super(
                RecurrentKind.LSTM,
                declare()
                        .optional("initial_c", T)
                        .optionalParameter("P", T)
                        .optionalOutput("Y_c", T)
                        .attribute("input_forget", 0));
    }

    @Override
    protected List<? extends RecurrentCell> cells(Attributes attributes, int directions) {
        List<RecurrentActivation> functions =
                RecurrentActivation.of(attributes, directions, RecurrentKind.LSTM.activations());
        float clip = attributes.real("clip", 0);
        boolean coupled = attributes.flag("input_forget");
        return IntStream.range(0, directions)
                .mapToObj(d -> new LstmCell(
                        functions.get(3 * d), functions.get(3 * d + 1), functions.get(3 * d + 2), clip, coupled))
                .toList();
    }

    @Override
    protected Attributes sample(Draw draw, Attributes attributes) {
        return attributes.with("input_forget", draw.chance(0.2) ? 1 : 0);
    }
}
