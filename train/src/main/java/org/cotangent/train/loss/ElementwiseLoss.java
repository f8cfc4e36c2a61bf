package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;

/** A loss that compares every element of the output with one of the target, and reduces what comes of it. */
public interface ElementwiseLoss extends Loss {
    Reduction reduction();

    /** {@return the loss of each element, not yet reduced} */
    Value elements(Formulas f, Value output, Value target);

    @Override
    default Value of(Formulas f, Value output, Value target) {
        return reduction().of(f, elements(f, output, target));
    }

    /** {@return the output's type} */
    @Override
    default TensorType target(TensorType output) {
        return output;
    }
}
