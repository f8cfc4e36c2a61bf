package org.cotangent.ops.internal.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** The steps of a recurrent layer back in time, one after the other; their number must be known. */
final class GradientExpansion {
    private final Formulas f;
    private final Call call;
    private final RecurrentKind kind;
    private final ReverseCell cell;
    private final List<Boolean> reverse;
    private final int length;
    private final long hidden;

    private GradientExpansion(Formulas f, Call call, RecurrentKind kind) {
        this.f = f;
        this.call = call;
        this.kind = kind;
        this.cell = kind.reverse(call.attributes());
        this.reverse = RecurrentLayout.directions(call.attributes());
        this.length = Math.toIntExact(call.shape(RecurrentGradient.TRACE).size(0));
        this.hidden = call.shape(RecurrentGradient.R).size(2);
    }

    /** {@return the outputs of the call: cotangents of the sums of all steps, of the initial states} */
    static List<Value> expand(Formulas f, Call call, RecurrentKind kind) {
        return new GradientExpansion(f, call, kind).outputs();
    }

    private List<Value> outputs() {
        List<Value> sums = new ArrayList<>();
        List<List<Value>> states = new ArrayList<>();
        for (int direction = 0; direction < reverse.size(); direction++) {
            List<Value> steps = new ArrayList<>();
            states.add(run(direction, steps));
            List<Value> ordered = reverse.get(direction) ? steps : steps.reversed();
            Value all = ordered.isEmpty() ? zeros(0, kind.gates() * hidden) : f.concat(0, ordered);
            sums.add(f.unsqueeze(all, 1));
        }
        List<Value> outputs = new ArrayList<>();
        outputs.add(f.concat(1, sums));
        for (int state = 0; outputs.size() < call.outputCount(); state++) {
            int which = state;
            outputs.add(
                    f.concat(0, states.stream().map(ofOne -> ofOne.get(which)).toList()));
        }
        return outputs;
    }

    /** Fills in the cotangents of the sums of all steps, the last first, and returns those of the initial states. */
    private List<Value> run(int direction, List<Value> sums) {
        RecurrentWeights weights = new RecurrentWeights(
                f.squeeze(part(RecurrentGradient.R, 0, direction), 0),
                null,
                call.has(RecurrentGradient.PEEPHOLES)
                        ? f.squeeze(part(RecurrentGradient.PEEPHOLES, 0, direction), 0)
                        : null);
        List<Value> traces = moments(RecurrentGradient.TRACE, direction);
        List<Value> given = call.has(RecurrentGradient.DY) ? moments(RecurrentGradient.DY, direction) : List.of();
        List<Value> states = last(direction);
        for (int i = 0; i < length; i++) {
            int t = reverse.get(direction) ? i : length - 1 - i;
            List<Value> next = new ArrayList<>(states);
            if (!given.isEmpty()) {
                next.set(0, f.add(next.getFirst(), given.get(t)));
            }
            List<Value> trace = RecurrentWeights.gates(f, traces.get(t), kind.traced());
            ReverseCell.Back back = cell.step(f, trace, next, weights);
            Value sum = f.concat(2, back.sums());
            Value active = active(t);
            sums.add(active == null ? sum : f.where(active, sum, f.scalarLike(sum, 0)));
            List<Value> before = new ArrayList<>();
            for (int state = 0; state < states.size(); state++) {
                Value moved = back.states().get(state);
                before.add(active == null ? moved : f.where(active, moved, states.get(state)));
            }
            states = before;
        }
        return states;
    }

    private Value part(int input, int axis, int direction) {
        Value all = call.input(input);
        return reverse.size() == 1 ? all : f.slice(all, axis, direction, direction + 1L);
    }

    /** {@return the parts of an input of one direction that belong to each time, [1, batch, columns]} */
    private List<Value> moments(int input, int direction) {
        Value all = f.squeeze(part(input, 1, direction), 1);
        return length < 2
                ? List.of(all)
                : f.call("", "Split", Attributes.of("axis", 0).with("num_outputs", length), length, all);
    }

    private List<Value> last(int direction) {
        List<Value> states = new ArrayList<>();
        for (int input = RecurrentGradient.DY_H; states.size() < (kind.hasCellState() ? 2 : 1); input++) {
            states.add(call.has(input) ? part(input, 0, direction) : zeros(1, hidden));
        }
        return states;
    }

    private Value zeros(long steps, long columns) {
        Value batch = f.sizeOf(call.input(RecurrentGradient.TRACE), 2);
        Value sizes = f.concat(0, List.of(f.integers(steps), batch, f.integers(columns)));
        return f.op("Expand", f.scalarLike(call.input(RecurrentGradient.R), 0), sizes);
    }

    /** {@return whether sequences have not ended at a time, [1, batch, 1]; null if all have the full length} */
    private @Nullable Value active(int t) {
        if (!call.has(RecurrentGradient.LENGTHS)) {
            return null;
        }
        Value lengths = call.input(RecurrentGradient.LENGTHS);
        return f.unsqueeze(f.greater(lengths, f.scalarLike(lengths, t)), 0, 2);
    }
}
