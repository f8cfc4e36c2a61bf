package org.cotangent.ops.nn;

import org.cotangent.ops.internal.normalization.ChannelNormalization;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;

/**
 * {@code output = (input - mean) / sqrt(variance + epsilon) * scale + B}, with mean and variance per image and channel
 * of [N, C, sizes...]. ONNX InstanceNormalization, version 22.
 */
public final class InstanceNormalization extends ChannelNormalization {
    public InstanceNormalization() {
        super("InstanceNormalization", 22, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("input", t)
                .parameter("scale", t)
                .parameter("B", t)
                .output("output", t)
                .attribute("epsilon", 1e-5f)
                .build();
    }

    @Override
    protected Dim groups(Attributes attributes, Dim channels) {
        return channels;
    }

    @Override
    protected Attributes sample(Attributes attributes, long groups) {
        return attributes;
    }
}
