package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * {@code t (log t - x)} of each element: the divergence of the distribution {@code exp(x)} from the target's, for
 * log-probabilities {@code x}; where {@code t} is 0 it is 0. PyTorch's KLDivLoss.
 *
 * <p>{@link Reduction#BATCH_MEAN} is the divergence of its definition; {@link Reduction#MEAN}, PyTorch's default,
 * divides it by the number of classes too.
 *
 * @param logTarget whether the targets are {@code log t}
 */
public record KullbackLeibler(boolean logTarget, Reduction reduction) implements ElementwiseLoss {
    /** The mean over samples, of targets that are probabilities. */
    public KullbackLeibler() {
        this(false, Reduction.BATCH_MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        if (logTarget) {
            return f.mul(f.exp(target), f.sub(target, output));
        }
        Value positive = f.greater(target, f.scalarLike(target, 0));
        Value log = f.log(f.where(positive, target, f.scalarLike(target, 1)));
        return f.mul(target, f.sub(log, output));
    }
}
