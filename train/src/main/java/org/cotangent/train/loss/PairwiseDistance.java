package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * {@code (sum_i |x_i - y_i + epsilon|^p)^(1/p)} over the last axis of {@code [..., D]}; epsilon keeps the derivative
 * finite where two embeddings meet. PyTorch's PairwiseDistance.
 */
public record PairwiseDistance(double p, double epsilon) {
    /** The Euclidean distance, with epsilon 1e-6. */
    public PairwiseDistance() {
        this(2, 1e-6);
    }

    /** {@return the distances {@code [...]}} */
    public Value of(Formulas f, Value x, Value y) {
        Value difference = f.add(f.sub(x, y), epsilon);
        if (p == 1) {
            return f.reduce("ReduceL1", difference, false, -1);
        }
        if (p == 2) {
            return f.reduce("ReduceL2", difference, false, -1);
        }
        return f.pow(f.reduceSum(f.pow(f.abs(difference), p), false, -1), 1 / p);
    }
}
