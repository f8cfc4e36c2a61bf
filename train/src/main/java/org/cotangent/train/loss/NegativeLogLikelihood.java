package org.cotangent.train.loss;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * {@code -w_t x_t} of each sample, for log-probabilities {@code x} in {@code [N, C, ...]} and classes {@code t}, int64
 * {@code [N, ...]}; the mean divides by the sum of the weights of the targets. Samples of the ignored class count
 * nothing; if all are ignored, the mean is NaN. PyTorch's NLLLoss.
 *
 * @param classWeights {@code w}, {@code [C]}; null stands for 1
 * @param ignoredClass a number that stands for no class
 */
public record NegativeLogLikelihood(@Nullable Tensor classWeights, long ignoredClass, Reduction reduction)
        implements Loss {
    /** The number that is ignored unless another is named. */
    public static final long IGNORED = -100;

    /** The mean over samples, all classes of weight 1. */
    public NegativeLogLikelihood() {
        this(null, IGNORED, Reduction.MEAN);
    }

    @Override
    public Value of(Formulas f, Value output, Value target) {
        boolean batchMean = reduction == Reduction.BATCH_MEAN;
        Attributes attributes = Attributes.of("ignore_index", ignoredClass)
                .with("reduction", batchMean ? "none" : reduction == Reduction.SUM ? "sum" : "mean");
        Value weights = classWeights == null ? null : f.cast(f.constant(classWeights), output.dtype());
        Value loss = f.op("NegativeLogLikelihoodLoss", attributes, output, target, weights);
        return batchMean ? reduction.of(f, loss) : loss;
    }

    @Override
    public TensorType target(TensorType output) {
        if (output.shape().rank() < 2) {
            throw new ShapeException("classes need scores [N, C, ...], not " + output);
        }
        return new TensorType(DType.INT64, output.shape().without(1));
    }
}
