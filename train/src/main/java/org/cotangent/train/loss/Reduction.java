package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** How the losses of elements or samples become one number. */
public enum Reduction {
    /** Their sum divided by their number. */
    MEAN,
    /** Their sum. */
    SUM,
    /** Their sum divided by the size of the first axis: the mean over samples of what is summed within each. */
    BATCH_MEAN;

    /** {@return the losses as a scalar} */
    public Value of(Formulas f, Value losses) {
        return switch (this) {
            case MEAN -> f.reduceMean(losses, false);
            case SUM -> f.reduceSum(losses, false);
            case BATCH_MEAN ->
                f.div(f.reduceSum(losses, false), f.reshape(f.cast(f.sizeOf(losses, 0), losses.dtype())));
        };
    }
}
