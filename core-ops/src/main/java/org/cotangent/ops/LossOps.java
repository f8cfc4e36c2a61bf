package org.cotangent.ops;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;

/** Losses; all are means over the batch. */
public record LossOps(Formulas f) {
    /** {@return the mean cross entropy of labels and the softmax of scores [batch, classes, ...]} */
    public Value softmaxCrossEntropy(Value scores, Value labels) {
        return f.op("SoftmaxCrossEntropyLoss", scores, labels);
    }

    /** {@return the same, without the elements whose label is {@code ignored}} */
    public Value softmaxCrossEntropy(Value scores, Value labels, long ignored) {
        return f.op("SoftmaxCrossEntropyLoss", Attributes.of("ignore_index", ignored), scores, labels);
    }

    /** {@return the mean negative log-likelihood of labels, given log-probabilities [batch, classes, ...]} */
    public Value negativeLogLikelihood(Value logProbabilities, Value labels) {
        return f.op("NegativeLogLikelihoodLoss", logProbabilities, labels);
    }

    /** {@return the mean of the squares of {@code x - y}} */
    public Value meanSquaredError(Value x, Value y) {
        return f.reduceMean(f.square(f.sub(x, y)), false);
    }

    /** {@return the mean of the absolute values of {@code x - y}} */
    public Value meanAbsoluteError(Value x, Value y) {
        return f.reduceMean(f.abs(f.sub(x, y)), false);
    }

    /** {@return the mean cross entropy of truths in [0, 1] and the sigmoid of scores} */
    public Value sigmoidCrossEntropy(Value scores, Value truths) {
        return f.reduceMean(f.sub(f.op("Softplus", scores), f.mul(scores, truths)), false);
    }
}
