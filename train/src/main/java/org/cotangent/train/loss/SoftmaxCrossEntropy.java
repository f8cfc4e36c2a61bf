package org.cotangent.train.loss;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * {@code mean over samples of (log sum_c exp(z_c) - z_target)}: the output holds scores {@code [N, C, ...]}, the target
 * the number of the class, int64 {@code [N, ...]}.
 */
public record SoftmaxCrossEntropy() implements Loss {
    @Override
    public Value of(Formulas f, Value output, Value target) {
        return f.op("SoftmaxCrossEntropyLoss", Attributes.of("reduction", "mean"), output, target);
    }

    @Override
    public TensorType target(TensorType output) {
        if (output.shape().rank() < 2) {
            throw new ShapeException("softmax cross-entropy needs scores [N, C, ...], not " + output);
        }
        return new TensorType(DType.INT64, output.shape().without(1));
    }
}
