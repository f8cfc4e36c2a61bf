package org.cotangent.train.loss;

import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * With {@code d = |output - target|} of each element {@code d^2 / (2 beta)} below {@code beta}, {@code d - beta / 2}
 * beyond: the {@link Huber} loss divided by {@code beta}, and {@code d} itself if {@code beta} is 0. PyTorch's
 * SmoothL1Loss.
 */
public record SmoothL1(double beta, Reduction reduction) implements ElementwiseLoss {
    public SmoothL1 {
        if (!(beta >= 0)) {
            throw new CotangentException("beta of the smooth L1 loss must not be negative, as " + beta + " is");
        }
    }

    /** The mean over elements, with {@code beta} 1. */
    public SmoothL1() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        return beta == 0
                ? f.abs(f.sub(output, target))
                : f.mul(new Huber(beta, reduction).elements(f, output, target), 1 / beta);
    }
}
