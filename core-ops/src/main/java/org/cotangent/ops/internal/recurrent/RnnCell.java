package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** {@code h = f(input + recurrence(h))}. */
public record RnnCell(RecurrentActivation activation, float clip) implements RecurrentCell {
    @Override
    public int gates() {
        return 1;
    }

    @Override
    public boolean hasCellState() {
        return false;
    }

    @Override
    public void step(RecurrentStep<?> step) {
        step.project(step.h, 0, 1);
        for (int i = 0; i < step.rows * step.hidden; i++) {
            step.nextH[i] = activation.apply(RecurrentWeights.clip(step.input[i] + step.recurrent[i], clip));
        }
    }

    @Override
    public List<Value> step(Formulas f, Value input, List<Value> states, RecurrentWeights weights) {
        Value sum = f.add(input, weights.project(f, states.getFirst()));
        return List.of(activation.apply(f, RecurrentWeights.clip(f, sum, clip)));
    }
}
