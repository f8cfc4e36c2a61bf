package org.cotangent.ops.internal.recurrent;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** The reverse of {@code c' = f c + i g}, {@code h' = o tanh(c')}; the trace holds i, o, f, g, h and c. */
record LstmReverse() implements ReverseCell {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int FORGET = 2;
    private static final int CANDIDATE = 3;
    private static final int HIDDEN = 4;
    private static final int CELL = 5;

    @Override
    public Back step(Formulas f, List<Value> trace, List<Value> states, RecurrentWeights weights) {
        Value dh = states.getFirst();
        Value in = trace.get(INPUT);
        Value forget = trace.get(FORGET);
        Value candidate = trace.get(CANDIDATE);
        Value before = trace.get(CELL);
        Value shown = f.tanh(next(f, in, forget, candidate, before));
        Value output = ReverseCell.throughSigmoid(f, f.mul(dh, shown), trace.get(OUTPUT));
        Value dc = f.add(states.get(1), ReverseCell.throughTanh(f, f.mul(dh, trace.get(OUTPUT)), shown));
        dc = peeping(f, weights, dc, OUTPUT, output);
        Value input = ReverseCell.throughSigmoid(f, f.mul(dc, candidate), in);
        Value kept = ReverseCell.throughSigmoid(f, f.mul(dc, before), forget);
        Value sum = ReverseCell.throughTanh(f, f.mul(dc, in), candidate);
        Value cell = f.mul(dc, forget);
        cell = peeping(f, weights, cell, INPUT, input);
        cell = peeping(f, weights, cell, FORGET, kept);
        List<Value> sums = List.of(input, output, kept, sum);
        return new Back(sums, List.of(f.matmul(f.concat(2, sums), weights.recurrence()), cell));
    }

    private static Value next(Formulas f, Value in, Value forget, Value candidate, Value before) {
        return f.add(f.mul(forget, before), f.mul(in, candidate));
    }

    /** {@return the cotangent of a cell state with what comes from a gate that sees it} */
    private static Value peeping(Formulas f, RecurrentWeights weights, Value cell, int gate, Value sum) {
        if (weights.peepholes() == null) {
            return cell;
        }
        long hidden = weights.recurrence().shape().size(1);
        return f.add(cell, f.mul(sum, f.slice(weights.peepholes(), 0, gate * hidden, (gate + 1) * hidden)));
    }

    @Override
    public List<Projection> projections(Formulas f, Sequence sequence) {
        return List.of(new Projection(sequence.sums(0, 4), sequence.trace(HIDDEN)));
    }

    @Override
    public Value peepholes(Formulas f, Sequence sequence) {
        Value before = sequence.trace(CELL);
        Value after = next(f, sequence.trace(INPUT), sequence.trace(FORGET), sequence.trace(CANDIDATE), before);
        return f.concat(
                0,
                Stream.of(INPUT, OUTPUT, FORGET)
                        .map(gate -> f.reduceSum(
                                f.mul(sequence.sums(gate, 1), gate == OUTPUT ? after : before), false, 0, 1))
                        .toList());
    }
}
