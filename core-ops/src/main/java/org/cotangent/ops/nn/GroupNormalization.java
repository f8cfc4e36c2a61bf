package org.cotangent.ops.nn;

import org.cotangent.ops.internal.normalization.ChannelNormalization;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;

/**
 * {@code Y = (X - mean) / sqrt(variance + epsilon) * scale + bias}, with mean and variance per image and group of
 * channels of [N, C, sizes...]; scale and bias are per channel. Computed in float64 and rounded once, whatever
 * {@code stash_type} says. ONNX GroupNormalization, version 21.
 */
public final class GroupNormalization extends ChannelNormalization {
    public GroupNormalization() {
        super("GroupNormalization", 21, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("X", t)
                .parameter("scale", t)
                .parameter("bias", t)
                .output("Y", t)
                .attribute("epsilon", 1e-5f)
                .optionalAttribute("num_groups", new Attribute.OfInt(1))
                .attribute("stash_type", 1)
                .build();
    }

    @Override
    protected Dim groups(Attributes attributes, Dim channels) {
        return Dim.of(attributes.integer("num_groups"));
    }

    @Override
    protected Attributes sample(Attributes attributes, long groups) {
        return attributes.with("num_groups", groups);
    }
}
