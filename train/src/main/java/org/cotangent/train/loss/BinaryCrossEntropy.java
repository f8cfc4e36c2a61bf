package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * {@code -(t log p + (1 - t) log(1 - p))} for probabilities {@code p} in [0, 1] and targets {@code t} in [0, 1];
 * logarithms are no smaller than -100, so that the loss is finite. PyTorch's BCELoss.
 *
 * <p>Below {@code exp(-100)} the logarithm goes on as {@code 1e12 p - 100}: a probability of 0 has a finite derivative.
 * Where the model ends with a sigmoid, {@link BinaryCrossEntropyWithLogits} in its place loses nothing.
 */
public record BinaryCrossEntropy(Reduction reduction) implements ElementwiseLoss {
    private static final double LEAST_LOGARITHM = -100;
    private static final double STEEPEST = 1e12;

    /** The mean over elements. */
    public BinaryCrossEntropy() {
        this(Reduction.MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        Value yes = f.mul(target, logarithm(f, output));
        Value no = f.mul(f.sub(1, target), logarithm(f, f.sub(1, output)));
        return f.neg(f.add(yes, no));
    }

    private static Value logarithm(Formulas f, Value p) {
        Value tiny = f.lessOrEqual(p, f.scalarLike(p, Math.exp(LEAST_LOGARITHM)));
        Value log = f.log(f.where(tiny, f.scalarLike(p, 1), p));
        return f.where(tiny, f.add(f.mul(p, STEEPEST), LEAST_LOGARITHM), log);
    }
}
