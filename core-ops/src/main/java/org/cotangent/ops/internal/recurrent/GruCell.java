package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * A gated recurrent unit; its gates are update z, reset r and the candidate. Traced are the gates, the hidden state
 * before, and what it contributes to the candidate: before r multiplies it, if linear before reset, else the hidden
 * state times r.
 *
 * @param f the activation of z and r
 * @param g the activation of the candidate
 * @param linearBeforeReset whether r multiplies what the hidden state contributes to the candidate, not the hidden
 *     state
 */
public record GruCell(RecurrentActivation f, RecurrentActivation g, float clip, boolean linearBeforeReset)
        implements RecurrentCell {
    @Override
    public RecurrentKind kind() {
        return RecurrentKind.GRU;
    }

    @Override
    public void step(RecurrentStep<?> step) {
        step.project(step.h, 0, linearBeforeReset ? 3 : 2);
        int hidden = step.hidden;
        for (int i = 0; i < step.rows * hidden && !linearBeforeReset; i++) {
            step.gated[i] = gate(step, i, 1) * step.h[i];
        }
        if (!linearBeforeReset) {
            step.project(step.gated, 2, 1);
        }
        for (int i = 0; i < step.rows * hidden; i++) {
            int at = at(step, i, 2);
            double reset = gate(step, i, 1);
            double sum = step.input[at] + (linearBeforeReset ? reset : 1) * step.recurrent[at];
            double candidate = g.apply(RecurrentWeights.clip(sum, clip));
            double update = gate(step, i, 0);
            step.nextH[i] = (1 - update) * candidate + update * step.h[i];
            step.trace(i, 0, update);
            step.trace(i, 1, reset);
            step.trace(i, 2, candidate);
            step.trace(i, 3, step.h[i]);
            step.trace(i, 4, linearBeforeReset ? step.recurrent[at] : step.gated[i]);
        }
    }

    private static int at(RecurrentStep<?> step, int i, int gate) {
        int row = i / step.hidden;
        return (row * 3 + gate) * step.hidden + i % step.hidden;
    }

    private double gate(RecurrentStep<?> step, int i, int gate) {
        int at = at(step, i, gate);
        return f.apply(RecurrentWeights.clip(step.input[at] + step.recurrent[at], clip));
    }

    @Override
    public Moved step(Formulas formulas, Value input, List<Value> states, RecurrentWeights weights) {
        Value h = states.getFirst();
        List<Value> inputs = RecurrentWeights.gates(formulas, input, 3);
        List<Value> recurrent = RecurrentWeights.gates(formulas, weights.project(formulas, h), 3);
        Value update = activated(formulas, f, formulas.add(inputs.get(0), recurrent.get(0)));
        Value reset = activated(formulas, f, formulas.add(inputs.get(1), recurrent.get(1)));
        Value inner = linearBeforeReset ? recurrent.get(2) : formulas.mul(reset, h);
        Value contribution = linearBeforeReset
                ? formulas.mul(reset, inner)
                : RecurrentWeights.gates(formulas, weights.project(formulas, inner), 3)
                        .get(2);
        Value candidate = activated(formulas, g, formulas.add(inputs.get(2), contribution));
        Value next = formulas.add(formulas.mul(formulas.sub(1, update), candidate), formulas.mul(update, h));
        return new Moved(List.of(next), List.of(update, reset, candidate, h, inner));
    }

    private Value activated(Formulas formulas, RecurrentActivation activation, Value sum) {
        return activation.apply(formulas, RecurrentWeights.clip(formulas, sum, clip));
    }
}
