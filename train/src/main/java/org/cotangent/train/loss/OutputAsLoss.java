package org.cotangent.train.loss;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * The output of the model itself, a tensor of one element, is the loss: for graphs that end with one, such as
 * {@link TripletMargin}.
 *
 * <p>There are no targets: a step does not ask for them, and passes over any that it is given.
 */
public record OutputAsLoss() implements Loss {
    @Override
    public Value of(Formulas f, Value output, Value target) {
        if (!output.shape().isStatic() || !output.shape().elements().is(1)) {
            throw new ShapeException("a loss is one number; the output is " + output.type());
        }
        return f.reshape(output);
    }

    @Override
    public boolean hasTarget() {
        return false;
    }

    /** {@return float32 without elements} */
    @Override
    public TensorType target(TensorType output) {
        return TensorType.of(DType.FLOAT, 0);
    }
}
