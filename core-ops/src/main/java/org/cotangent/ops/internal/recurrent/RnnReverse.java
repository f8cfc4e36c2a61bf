package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** The reverse of {@code h = tanh(sum)}; the trace holds h and the state before. */
record RnnReverse() implements ReverseCell {
    @Override
    public Back step(Formulas f, List<Value> trace, List<Value> states, RecurrentWeights weights) {
        Value sum = ReverseCell.throughTanh(f, states.getFirst(), trace.getFirst());
        return new Back(List.of(sum), List.of(f.matmul(sum, weights.recurrence())));
    }

    @Override
    public List<Projection> projections(Formulas f, Sequence sequence) {
        return List.of(new Projection(sequence.sums(0, 1), sequence.trace(1)));
    }
}
