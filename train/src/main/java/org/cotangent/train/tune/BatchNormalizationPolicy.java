package org.cotangent.train.tune;

/**
 * What BatchNormalization does while a model is trained. Afterwards, and in saved files, it always normalises by the
 * running statistics.
 */
public enum BatchNormalizationPolicy {
    /**
     * Normalise by the running statistics that the file came with, as constants: {@code Y = (X - mean) / sqrt(var +
     * epsilon) * scale + B}. Scale and B can be trained. Right for fine-tuning with small batches; what PyTorch calls
     * modules in {@code eval()}.
     */
    FROZEN,

    /**
     * Normalise by the statistics of the batch, and let each step move the running ones: {@code running = momentum *
     * running + (1 - momentum) * batch} with the momentum of the node, which is 1 minus what PyTorch calls momentum.
     * The variance is the mean square deviation, as ONNX has it. The model is saved with the running statistics that
     * training left.
     */
    UPDATING
}
