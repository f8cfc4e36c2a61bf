package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;

/**
 * With {@code c} the cosine of the angle between two embeddings {@code [..., D]}: {@code 1 - c} for pairs that are
 * alike, {@code max(0, c - margin)} for pairs that are not. PyTorch's CosineEmbeddingLoss.
 *
 * <p>As a {@link Loss} it holds an output to the embedding that is its target: all pairs are alike.
 */
public record CosineEmbedding(double margin, Reduction reduction) implements Loss {
    /** Keeps embeddings of length 0 from being divided by it. */
    private static final double EPSILON = 1e-12;

    /** The mean over pairs, with margin 0. */
    public CosineEmbedding() {
        this(0, Reduction.MEAN);
    }

    /**
     * {@return the loss of pairs}
     *
     * @param alike 1 for pairs that are alike, -1 for those that are not, one number for each pair
     */
    public Value of(Formulas f, Value one, Value other, Value alike) {
        Value cosine = cosine(f, one, other);
        Value zero = f.scalarLike(cosine, 0);
        Value apart = f.op("Clip", f.add(cosine, -margin), zero);
        Value near = f.where(f.equal(alike, f.scalarLike(alike, 1)), f.sub(1, cosine), zero);
        Value far = f.where(f.equal(alike, f.scalarLike(alike, -1)), apart, zero);
        return reduction.of(f, f.add(near, far));
    }

    @Override
    public Value of(Formulas f, Value output, Value target) {
        return reduction.of(f, f.sub(1, cosine(f, output, target)));
    }

    private static Value cosine(Formulas f, Value one, Value other) {
        Value lengths = f.mul(squaredLength(f, one), squaredLength(f, other));
        return f.div(f.reduceSum(f.mul(one, other), false, -1), f.sqrt(lengths));
    }

    private static Value squaredLength(Formulas f, Value x) {
        return f.add(f.reduceSum(f.square(x), false, -1), EPSILON);
    }

    /** {@return the output's type} */
    @Override
    public TensorType target(TensorType output) {
        return output;
    }
}
