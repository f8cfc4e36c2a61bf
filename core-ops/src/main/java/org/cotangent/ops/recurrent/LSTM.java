package org.cotangent.ops.recurrent;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.recurrent.LstmCell;
import org.cotangent.ops.internal.recurrent.RecurrentActivation;
import org.cotangent.ops.internal.recurrent.RecurrentCell;
import org.cotangent.ops.internal.recurrent.RecurrentOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;

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
        super("LSTM", signatureOf(), 4, true);
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return declare(t)
                .optional("initial_c", t)
                .optionalParameter("P", t)
                .optionalOutput("Y_c", t)
                .attribute("input_forget", 0)
                .build();
    }

    @Override
    protected List<? extends RecurrentCell> cells(Attributes attributes, int directions) {
        List<RecurrentActivation> functions =
                RecurrentActivation.of(attributes, directions, List.of("Sigmoid", "Tanh", "Tanh"));
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
