package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * One step of a recurrent layer in one direction, on numbers and on values.
 *
 * <p>Gates stand in ONNX's order. What the input contributes to them, bias included, is given.
 */
public interface RecurrentCell {
    /** {@return the number of gates} */
    int gates();

    /** {@return whether there is a cell state beside the hidden state} */
    boolean hasCellState();

    /** Computes the next states of all rows. */
    void step(RecurrentStep<?> step);

    /** {@return the next hidden state and, if there is one, the next cell state} */
    List<Value> step(Formulas f, Value input, List<Value> states, RecurrentWeights weights);
}
