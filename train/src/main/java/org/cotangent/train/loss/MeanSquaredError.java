package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;

/** {@code sum((output - target)^2) / number of elements}. */
public record MeanSquaredError() implements Loss {
    @Override
    public Value of(Formulas f, Value output, Value target) {
        return f.reduceMean(f.square(f.sub(output, target)), false);
    }

    @Override
    public TensorType target(TensorType output) {
        return output;
    }
}
