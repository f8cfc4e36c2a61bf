package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plain recurrent layer in one direction, back in time: from cotangents of the next states to those of
 * the states before and of the sums that the activations of the gates are applied to.
 *
 * <p>The trace of a step is what {@link RecurrentCell} says, each of the shape of a state.
 */
sealed interface ReverseCell permits LstmReverse, GruReverse, RnnReverse {
    /**
     * {@return the cotangents of a step}
     *
     * @param states cotangents of the next states
     */
    Back step(Formulas f, List<Value> trace, List<Value> states, RecurrentWeights weights);

    /**
     * The cotangents of a step.
     *
     * @param sums of the gates, in order
     * @param states of the states before
     */
    record Back(List<Value> sums, List<Value> states) {}

    /** {@return the products that R is in, in the order of its rows} */
    List<Projection> projections(Formulas f, Sequence sequence);

    /** {@return the cotangent of the peepholes, [3 * hidden]; null if the cell has none} */
    default @Nullable Value peepholes(Formulas f, Sequence sequence) {
        return null;
    }

    /**
     * A product of some rows of R with what stands at all times for the hidden state.
     *
     * @param cotangent of the product, [time, batch, rows]
     * @param factor [time, batch, hidden]
     */
    record Projection(Value cotangent, Value factor) {}

    /** All times of one direction. */
    interface Sequence {
        /** {@return number {@code i} of the trace, [time, batch, hidden]} */
        Value trace(int i);

        /** {@return the cotangents of the sums of so many gates, [time, batch, count * hidden]} */
        Value sums(int firstGate, int count);
    }

    /** {@return the cotangent of a sum whose sigmoid is {@code y}} */
    static Value throughSigmoid(Formulas f, Value cotangent, Value y) {
        return f.mul(cotangent, f.mul(y, f.sub(1, y)));
    }

    /** {@return the cotangent of a sum whose tanh is {@code y}} */
    static Value throughTanh(Formulas f, Value cotangent, Value y) {
        return f.mul(cotangent, f.sub(1, f.square(y)));
    }
}
