package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** {@code |output - target|} of each element, reduced; the derivative is 0 where they are equal. PyTorch's L1Loss. */
public record MeanAbsoluteError(Reduction reduction) implements ElementwiseLoss {
    /** The mean over elements. */
    public MeanAbsoluteError() {
        this(Reduction.MEAN);
    }

    @Override
    public Value elements(Formulas f, Value output, Value target) {
        return f.abs(f.sub(output, target));
    }
}
