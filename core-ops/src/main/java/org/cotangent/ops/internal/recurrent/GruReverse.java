package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * The reverse of {@code h' = z h + (1 - z) n}; the trace holds z, r, n, h, and what R contributes to n, if linear
 * before reset, else {@code r h}.
 */
record GruReverse(boolean linearBeforeReset) implements ReverseCell {
    private static final int RESET = 1;
    private static final int BEFORE = 3;
    private static final int INNER = 4;

    @Override
    public Back step(Formulas f, List<Value> trace, List<Value> states, RecurrentWeights weights) {
        Value dh = states.getFirst();
        Value z = trace.getFirst();
        Value reset = trace.get(RESET);
        Value candidate = trace.get(2);
        Value before = trace.get(BEFORE);
        Value update = ReverseCell.throughSigmoid(f, f.mul(dh, f.sub(before, candidate)), z);
        Value sum = ReverseCell.throughTanh(f, f.mul(dh, f.sub(1, z)), candidate);
        Value ofReset;
        Value inner;
        if (linearBeforeReset) {
            ofReset = f.mul(sum, trace.get(INNER));
            inner = f.matmul(f.mul(sum, reset), rows(f, weights, 2, 1));
        } else {
            Value product = f.matmul(sum, rows(f, weights, 2, 1));
            ofReset = f.mul(product, before);
            inner = f.mul(product, reset);
        }
        Value resetSum = ReverseCell.throughSigmoid(f, ofReset, reset);
        Value gates = f.matmul(f.concat(2, List.of(update, resetSum)), rows(f, weights, 0, 2));
        Value back = f.add(f.mul(dh, z), f.add(gates, inner));
        return new Back(List.of(update, resetSum, sum), List.of(back));
    }

    private static Value rows(Formulas f, RecurrentWeights weights, int gate, int count) {
        long hidden = weights.recurrence().shape().size(1);
        return f.slice(weights.recurrence(), 0, gate * hidden, (gate + count) * hidden);
    }

    @Override
    public List<Projection> projections(Formulas f, Sequence sequence) {
        Value gates = sequence.sums(0, 2);
        Value candidate = sequence.sums(2, 1);
        Value before = sequence.trace(BEFORE);
        return linearBeforeReset
                ? List.of(new Projection(f.concat(2, List.of(gates, f.mul(candidate, sequence.trace(RESET)))), before))
                : List.of(new Projection(gates, before), new Projection(candidate, sequence.trace(INNER)));
    }
}
