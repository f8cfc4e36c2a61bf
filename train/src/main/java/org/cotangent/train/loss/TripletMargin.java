package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * {@code max(0, d(anchor, positive) - d(anchor, negative) + margin)} of each triplet of embeddings {@code [..., D]}.
 * PyTorch's TripletMarginLoss.
 *
 * <p>A function on values: write it at the end of a graph and train with {@link OutputAsLoss}.
 *
 * @param swap whether the distance of the negative is that to the anchor or to the positive, whichever is less
 */
public record TripletMargin(double margin, PairwiseDistance distance, boolean swap, Reduction reduction) {
    /** The mean over triplets, with margin 1 and Euclidean distances. */
    public TripletMargin() {
        this(1, new PairwiseDistance(), false, Reduction.MEAN);
    }

    /** {@return the loss as a scalar} */
    public Value of(Formulas f, Value anchor, Value positive, Value negative) {
        Value near = distance.of(f, anchor, positive);
        Value far = distance.of(f, anchor, negative);
        if (swap) {
            far = f.op("Min", far, distance.of(f, positive, negative));
        }
        Value excess = f.add(f.sub(near, far), margin);
        return reduction.of(f, f.op("Clip", excess, f.scalarLike(excess, 0)));
    }
}
