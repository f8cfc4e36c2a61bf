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
    /** {@return the layer that it is a cell of} */
    RecurrentKind kind();

    /** Computes the next states of all rows, and what is traced. */
    void step(RecurrentStep<?> step);

    /** {@return the next states, and what is traced} */
    Moved step(Formulas f, Value input, List<Value> states, RecurrentWeights weights);

    /**
     * What a step gives.
     *
     * @param states the next hidden state and, if there is one, the next cell state
     * @param trace each of the shape of a state
     */
    record Moved(List<Value> states, List<Value> trace) {}
}
