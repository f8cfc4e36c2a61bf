package org.cotangent.train.loss;

import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * With {@code d = |output - target|} of each element {@code d^2 / 2} up to {@code delta}, {@code delta (d - delta / 2)}
 * beyond; PyTorch's HuberLoss.
 */
public record Huber(double delta, Reduction reduction) implements ElementwiseLoss {
    public Huber {
        if (!(delta > 0)) {
            throw new CotangentException("delta of the Huber loss must be positive, not " + delta);
        }
    }

    /** The mean over elements, with {@code delta} 1. */
    public Huber() {
        this(1, Reduction.MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        Value distance = f.abs(f.sub(output, target));
        Value near = f.op("Min", distance, f.scalarLike(distance, delta));
        return f.mul(near, f.sub(distance, f.mul(near, 0.5)));
    }
}
