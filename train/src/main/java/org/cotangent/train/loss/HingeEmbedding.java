package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * {@code x} of each element with target 1, {@code max(0, margin - x)} of each with target -1: the output holds
 * distances of pairs that are alike or not. PyTorch's HingeEmbeddingLoss.
 */
public record HingeEmbedding(double margin, Reduction reduction) implements ElementwiseLoss {
    /** The mean over elements, with margin 1. */
    public HingeEmbedding() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        Value zero = f.scalarLike(output, 0);
        Value apart = f.op("Clip", f.sub(margin, output), zero);
        Value alike = f.equal(target, f.scalarLike(target, 1));
        Value unlike = f.equal(target, f.scalarLike(target, -1));
        return f.add(f.where(unlike, apart, zero), f.where(alike, output, zero));
    }
}
