package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * With {@code d} the distance of two embeddings {@code [..., D]}: {@code d^2 / 2} for pairs that are alike,
 * {@code max(0, margin - d)^2 / 2} for pairs that are not (Hadsell, Chopra and LeCun, 2006).
 *
 * <p>A function on values: write it at the end of a graph and train with {@link OutputAsLoss}.
 */
public record Contrastive(double margin, PairwiseDistance distance, Reduction reduction) {
    /** The mean over pairs, with margin 1 and Euclidean distances. */
    public Contrastive() {
        this(1, new PairwiseDistance(), Reduction.MEAN);
    }

    /**
     * {@return the loss as a scalar}
     *
     * @param alike 1 for pairs that are alike, 0 for those that are not, one number for each pair
     */
    public Value of(Formulas f, Value one, Value other, Value alike) {
        Value d = distance.of(f, one, other);
        Value missing = f.op("Clip", f.sub(margin, d), f.scalarLike(d, 0));
        Value near = f.mul(alike, f.square(d));
        Value far = f.mul(f.sub(1, alike), f.square(missing));
        return reduction.of(f, f.mul(f.add(near, far), 0.5));
    }
}
