package org.cotangent.train.loss;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * {@code -sum_c w_c t_c log softmax(z)_c} of each sample, for scores {@code z} and probabilities {@code t}, both
 * {@code [N, C, ...]}; the mean divides by the number of samples. With smoothing {@code s} the probabilities are
 * {@code (1 - s) t + s / C}. PyTorch's CrossEntropyLoss for targets that are probabilities.
 *
 * @param classWeights {@code w}, {@code [C]}; null stands for 1
 * @param labelSmoothing {@code s}, from 0 to 1
 */
public record SoftTargetCrossEntropy(@Nullable Tensor classWeights, double labelSmoothing, Reduction reduction)
        implements Loss {
    /** The mean over samples, all classes of weight 1, without smoothing. */
    public SoftTargetCrossEntropy() {
        this(null, 0, Reduction.MEAN);
    }

    @Override
    public Value of(Formulas f, Value output, Value target) {
        Value logs = f.op("LogSoftmax", Attributes.of("axis", 1), output);
        long classes = output.shape().dim(1).size();
        Value aim = labelSmoothing == 0
                ? target
                : f.add(f.mul(target, 1 - labelSmoothing), labelSmoothing / (double) classes);
        if (classWeights != null) {
            Value weights = f.cast(f.constant(classWeights), output.dtype());
            aim = f.mul(aim, SoftmaxCrossEntropy.alongClasses(f, weights, output));
        }
        return reduction.of(f, f.neg(f.reduceSum(f.mul(logs, aim), false, 1)));
    }

    /** {@return the output's type} */
    @Override
    public TensorType target(TensorType output) {
        return output;
    }
}
