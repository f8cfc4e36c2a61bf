package org.cotangent.ops.internal.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** A recurrent layer unrolled over time, whose length must be known; states are [1, batch, hidden]. */
final class RecurrentExpansion {
    private final Formulas f;
    private final Call call;
    private final List<? extends RecurrentCell> cells;
    private final List<Boolean> reverse;
    private final boolean batchFirst;
    private final int length;
    private final int hidden;
    private final int width;

    private RecurrentExpansion(Formulas f, Call call, List<? extends RecurrentCell> cells) {
        this.f = f;
        this.call = call;
        this.cells = cells;
        this.reverse = RecurrentLayout.directions(call.attributes());
        this.batchFirst = call.attributes().flag("layout");
        this.length = Math.toIntExact(call.shape(0).size(batchFirst ? 1 : 0));
        this.hidden = Math.toIntExact(call.shape(2).size(2));
        this.width = cells.getFirst().kind().gates() * hidden;
    }

    /** {@return the outputs of the call: hidden states of all steps, last hidden states, last cell states} */
    public static List<Value> expand(Formulas f, Call call, List<? extends RecurrentCell> cells) {
        return new RecurrentExpansion(f, call, cells).outputs();
    }

    private List<Value> outputs() {
        List<Value> steps = new ArrayList<>();
        List<List<Value>> last = new ArrayList<>();
        List<Value> traces = new ArrayList<>();
        Value x = batchFirst ? f.transpose(call.input(0), 1, 0, 2) : call.input(0);
        for (int direction = 0; direction < reverse.size(); direction++) {
            List<Value> shown = new ArrayList<>();
            List<Value> trace = new ArrayList<>();
            last.add(run(x, direction, shown, trace));
            steps.add(inTime(shown, direction, hidden));
            if (traces()) {
                traces.add(inTime(
                        trace, direction, hidden * cells.getFirst().kind().traced()));
            }
        }
        Value y = f.concat(1, steps);
        List<Value> outputs = new ArrayList<>();
        outputs.add(batchFirst ? f.transpose(y, 2, 0, 1, 3) : y);
        int ofStates = Math.min(call.outputCount() - 1, last.getFirst().size());
        for (int state = 0; state < ofStates; state++) {
            int which = state;
            Value all =
                    f.concat(0, last.stream().map(states -> states.get(which)).toList());
            outputs.add(batchFirst ? f.transpose(all, 1, 0, 2) : all);
        }
        if (traces()) {
            outputs.add(f.concat(1, traces));
        }
        return outputs;
    }

    private boolean traces() {
        return call.outputCount() > cells.getFirst().kind().traceOutput();
    }

    /** {@return what steps gave, in the order of time, [time, 1, batch, columns]} */
    private Value inTime(List<Value> steps, int direction, int columns) {
        List<Value> ordered = reverse.get(direction) ? steps.reversed() : steps;
        return f.unsqueeze(ordered.isEmpty() ? zeros(0, columns) : f.concat(0, ordered), 1);
    }

    /** {@return rows of zeros for so many steps} */
    private Value zeros(long steps, int columns) {
        Value batch = f.sizeOf(call.input(0), batchFirst ? 0 : 1);
        Value sizes = f.concat(0, List.of(f.integers(steps), batch, f.integers(columns)));
        return f.op("Expand", f.scalarLike(call.input(0), 0), sizes);
    }

    /** Fills in the hidden states, and what is traced, of all steps in their order, and returns the last states. */
    private List<Value> run(Value x, int direction, List<Value> shown, List<Value> trace) {
        Value w = part(call.input(1), direction);
        Value projected = MatrixShapes.multiply(f, x, false, w, true, 1);
        Value bias = call.has(3) ? part(call.input(3), direction) : null;
        if (bias != null) {
            projected = f.add(projected, f.slice(bias, 0, 0, width));
        }
        RecurrentWeights weights = new RecurrentWeights(
                part(call.input(2), direction),
                bias == null ? null : f.slice(bias, 0, width, 2L * width),
                call.has(7) ? part(call.input(7), direction) : null);
        List<Value> states = initial(direction);
        List<Value> inputs = moments(projected);
        boolean backwards = reverse.get(direction);
        for (int i = 0; i < length; i++) {
            int t = backwards ? length - 1 - i : i;
            RecurrentCell.Moved moved = cells.get(direction).step(f, inputs.get(t), states, weights);
            List<Value> next = moved.states();
            Value active = active(t);
            Value output = next.getFirst();
            if (traces()) {
                trace.add(shown(active, f.concat(2, moved.trace())));
            }
            if (active != null) {
                next = kept(active, next, states);
            }
            states = next;
            shown.add(shown(active, output));
        }
        return states;
    }

    private Value part(Value all, int direction) {
        return f.squeeze(reverse.size() == 1 ? all : f.slice(all, 0, direction, direction + 1L), 0);
    }

    private List<Value> moments(Value sequence) {
        return length < 2
                ? List.of(sequence)
                : f.call("", "Split", Attributes.of("axis", 0).with("num_outputs", length), length, sequence);
    }

    private List<Value> initial(int direction) {
        List<Value> states = new ArrayList<>();
        for (int input = 5; input < (cells.getFirst().kind().hasCellState() ? 7 : 6); input++) {
            if (call.has(input)) {
                Value all = batchFirst ? f.transpose(call.input(input), 1, 0, 2) : call.input(input);
                states.add(reverse.size() == 1 ? all : f.slice(all, 0, direction, direction + 1L));
            } else {
                states.add(zeros(1, hidden));
            }
        }
        return states;
    }

    /** {@return whether sequences have not ended at a time, [1, batch, 1]; null if all have the full length} */
    private @Nullable Value active(int t) {
        if (!call.has(4)) {
            return null;
        }
        Value lengths = call.input(4);
        return f.unsqueeze(f.greater(lengths, f.scalarLike(lengths, t)), 0, 2);
    }

    private Value shown(@Nullable Value active, Value x) {
        return active == null ? x : f.where(active, x, f.scalarLike(x, 0));
    }

    private List<Value> kept(Value active, List<Value> next, List<Value> before) {
        List<Value> states = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            states.add(f.where(active, next.get(i), before.get(i)));
        }
        return states;
    }
}
