package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** {@code h = f(input + recurrence(h))}. Traced are the next state and the one before. */
public record RnnCell(RecurrentActivation activation, float clip) implements RecurrentCell {
    @Override
    public RecurrentKind kind() {
        return RecurrentKind.RNN;
    }

    @Override
    public void step(RecurrentStep<?> step) {
        step.project(step.h, 0, 1);
        for (int i = 0; i < step.rows * step.hidden; i++) {
            step.nextH[i] = activation.apply(RecurrentWeights.clip(step.input[i] + step.recurrent[i], clip));
            step.trace(i, 0, step.nextH[i]);
            step.trace(i, 1, step.h[i]);
        }
    }

    @Override
    public Moved step(Formulas f, Value input, List<Value> states, RecurrentWeights weights) {
        Value sum = f.add(input, weights.project(f, states.getFirst()));
        Value next = activation.apply(f, RecurrentWeights.clip(f, sum, clip));
        return new Moved(List.of(next), List.of(next, states.getFirst()));
    }
}
