package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code -(w t log s(z) + (1 - t) log(1 - s(z)))} for scores {@code z}, their sigmoid {@code s(z)} and targets
 * {@code t} in [0, 1], computed without overflow as {@code (1 - t) z + (1 + (w - 1) t) log(1 + exp(-z))}. PyTorch's
 * BCEWithLogitsLoss.
 *
 * @param positiveWeight {@code w}, which broadcasts to the output: one number for each class, say; null stands for 1
 */
public record BinaryCrossEntropyWithLogits(@Nullable Tensor positiveWeight, Reduction reduction)
        implements ElementwiseLoss {
    /** The mean over elements, all of weight 1. */
    public BinaryCrossEntropyWithLogits() {
        this(null, Reduction.MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        Value missed = f.op("Softplus", f.neg(output));
        if (positiveWeight != null) {
            Value weight = f.cast(f.constant(positiveWeight), output.dtype());
            missed = f.mul(missed, f.add(f.mul(f.add(weight, -1), target), 1));
        }
        return f.add(f.mul(f.sub(1, target), output), missed);
    }
}
