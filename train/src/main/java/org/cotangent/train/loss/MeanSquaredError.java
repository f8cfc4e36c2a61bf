package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** {@code (output - target)^2} of each element, reduced; PyTorch's MSELoss. */
public record MeanSquaredError(Reduction reduction) implements ElementwiseLoss {
    /** The mean over elements. */
    public MeanSquaredError() {
        this(Reduction.MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        return f.square(f.sub(output, target));
    }
}
