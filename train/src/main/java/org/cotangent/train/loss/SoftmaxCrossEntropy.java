package org.cotangent.train.loss;

import java.util.Arrays;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * {@code w_t (log sum_c exp(z_c) - z_t)} of each sample: the output holds scores {@code [N, C, ...]}, the target the
 * number of the class {@code t}, int64 {@code [N, ...]}; the mean divides by the sum of the weights of the targets.
 * PyTorch's CrossEntropyLoss.
 *
 * <p>With smoothing {@code s} the target is a mixture: probability {@code 1 - s} for its class, and {@code s / C} more
 * for each, every class with its own weight. For targets that are probabilities see {@link SoftTargetCrossEntropy}.
 *
 * @param classWeights {@code w}, {@code [C]}; null stands for 1
 * @param labelSmoothing {@code s}, from 0 to 1
 * @param ignoredClass a number that stands for no class: samples with this target count nothing
 */
public record SoftmaxCrossEntropy(
        @Nullable Tensor classWeights, double labelSmoothing, long ignoredClass, Reduction reduction) implements Loss {
    /** The mean over samples, all classes of weight 1, without smoothing. */
    public SoftmaxCrossEntropy() {
        this(null, 0, NegativeLogLikelihood.IGNORED, Reduction.MEAN);
    }

    /** {@return this loss with label smoothing} */
    public SoftmaxCrossEntropy smoothed(double smoothing) {
        return new SoftmaxCrossEntropy(classWeights, smoothing, ignoredClass, reduction);
    }

    /** {@return this loss with weights of the classes, {@code [C]}} */
    public SoftmaxCrossEntropy weighted(Tensor weights) {
        return new SoftmaxCrossEntropy(weights, labelSmoothing, ignoredClass, reduction);
    }

    /** {@return this loss, ignoring samples with this target} */
    public SoftmaxCrossEntropy ignoring(long number) {
        return new SoftmaxCrossEntropy(classWeights, labelSmoothing, number, reduction);
    }

    @Override
    public Value of(Formulas f, Value output, Value target) {
        Value logs = f.op("LogSoftmax", Attributes.of("axis", 1), output);
        Value hard = likelihood().of(f, logs, target);
        if (labelSmoothing == 0) {
            return hard;
        }
        long classes = output.shape().dim(1).size();
        Value smooth = f.mul(smooth(f, logs, target), labelSmoothing / (double) classes);
        return f.add(f.mul(hard, 1 - labelSmoothing), smooth);
    }

    /** {@return the losses towards all classes, summed over classes, reduced over samples as the others} */
    private Value smooth(Formulas f, Value logs, Value target) {
        Value weights = classWeights == null ? null : f.cast(f.constant(classWeights), logs.dtype());
        Value zero = f.scalarLike(logs, 0);
        Value weighted = weights == null ? logs : f.mul(logs, alongClasses(f, weights, logs));
        Value ignored = f.equal(target, f.scalarLike(target, (double) ignoredClass));
        Value losses = f.where(ignored, zero, f.neg(f.reduceSum(weighted, false, 1)));
        if (reduction != Reduction.MEAN) {
            return reduction.of(f, losses);
        }
        Value classes = f.where(ignored, f.scalarLike(target, 0), target);
        Value counted = weights == null ? f.scalarLike(logs, 1) : f.gather(weights, classes, 0);
        return f.div(f.reduceSum(losses, false), f.reduceSum(f.where(ignored, zero, counted), false));
    }

    /** {@return a vector of one number for each class, to be multiplied with scores} */
    static Value alongClasses(Formulas f, Value vector, Value scores) {
        long[] sizes = new long[scores.shape().rank() - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = -1;
        return f.reshape(vector, sizes);
    }

    private NegativeLogLikelihood likelihood() {
        return new NegativeLogLikelihood(classWeights, ignoredClass, reduction);
    }

    @Override
    public TensorType target(TensorType output) {
        return likelihood().target(output);
    }
}
