package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;

/** A scalar that says how far an output is from its target. Written once, in operators; the gradient follows. */
public interface Loss {
    /**
     * {@return the loss as a scalar}
     *
     * @param target of the type {@link #target}; without elements if there is {@linkplain #hasTarget() none}
     */
    Value of(Formulas f, Value output, Value target);

    /** {@return the type of the targets of outputs of this type} */
    TensorType target(TensorType output);

    /** {@return whether steps take targets} */
    default boolean hasTarget() {
        return true;
    }
}
