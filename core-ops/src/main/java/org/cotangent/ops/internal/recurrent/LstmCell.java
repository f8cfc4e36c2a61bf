package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * A long short-term memory; its gates are input, output, forget and the candidate, peepholes are input, output, forget.
 * Traced are the gates, the hidden and the cell state before.
 *
 * @param f the activation of the gates
 * @param g the activation of the candidate
 * @param h the activation of the cell state
 * @param coupled whether the forget gate is one minus the input gate
 */
public record LstmCell(RecurrentActivation f, RecurrentActivation g, RecurrentActivation h, float clip, boolean coupled)
        implements RecurrentCell {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int FORGET = 2;
    private static final int CANDIDATE = 3;

    @Override
    public RecurrentKind kind() {
        return RecurrentKind.LSTM;
    }

    @Override
    public void step(RecurrentStep<?> step) {
        step.project(step.h, 0, 4);
        for (int i = 0; i < step.rows * step.hidden; i++) {
            double before = step.c[i];
            double in = f.apply(sum(step, i, INPUT, before));
            double forget = coupled ? 1 - in : f.apply(sum(step, i, FORGET, before));
            double candidate = g.apply(sum(step, i, CANDIDATE, 0));
            double next = forget * before + in * candidate;
            step.nextC[i] = next;
            double output = f.apply(sum(step, i, OUTPUT, next));
            step.nextH[i] = output * h.apply(RecurrentWeights.clip(next, clip));
            step.trace(i, INPUT, in);
            step.trace(i, OUTPUT, output);
            step.trace(i, FORGET, forget);
            step.trace(i, CANDIDATE, candidate);
            step.trace(i, 4, step.h[i]);
            step.trace(i, 5, before);
        }
    }

    private double sum(RecurrentStep<?> step, int i, int gate, double cell) {
        int column = i % step.hidden;
        int at = (i / step.hidden * 4 + gate) * step.hidden + column;
        double sum = step.input[at] + step.recurrent[at];
        if (gate != CANDIDATE && step.peepholes.length > 0) {
            sum += step.peepholes[step.peepholesAt + gate * step.hidden + column] * cell;
        }
        return RecurrentWeights.clip(sum, clip);
    }

    @Override
    public Moved step(Formulas formulas, Value input, List<Value> states, RecurrentWeights weights) {
        Value before = states.get(1);
        Value sums = formulas.add(input, weights.project(formulas, states.getFirst()));
        List<Value> gates = RecurrentWeights.gates(formulas, sums, 4);
        List<Value> peepholes =
                weights.peepholes() == null ? List.of() : RecurrentWeights.gates(formulas, weights.peepholes(), 3);
        Value in = gate(formulas, gates, peepholes, INPUT, before);
        Value forget = coupled ? formulas.sub(1, in) : gate(formulas, gates, peepholes, FORGET, before);
        Value candidate = g.apply(formulas, RecurrentWeights.clip(formulas, gates.get(CANDIDATE), clip));
        Value next = formulas.add(formulas.mul(forget, before), formulas.mul(in, candidate));
        Value output = gate(formulas, gates, peepholes, OUTPUT, next);
        Value shown = h.apply(formulas, RecurrentWeights.clip(formulas, next, clip));
        return new Moved(
                List.of(formulas.mul(output, shown), next),
                List.of(in, output, forget, candidate, states.getFirst(), before));
    }

    private Value gate(Formulas formulas, List<Value> gates, List<Value> peepholes, int gate, Value cell) {
        Value sum = peepholes.isEmpty()
                ? gates.get(gate)
                : formulas.add(gates.get(gate), formulas.mul(peepholes.get(gate), cell));
        return f.apply(formulas, RecurrentWeights.clip(formulas, sum, clip));
    }
}
