package org.cotangent.ops.random;

import org.cotangent.ops.internal.random.Distribution;
import org.cotangent.ops.internal.random.RandomOperator;
import org.cotangent.spi.op.Attributes;

/**
 * Numbers of a normal distribution of mean {@code mean} and standard deviation {@code scale}, of the type {@code dtype}
 * and the shape {@code shape}; ONNX RandomNormal, version 22.
 */
public final class RandomNormal extends RandomOperator {
    public RandomNormal() {
        super("RandomNormal", ofShape(), Attributes.none().with("mean", 0f).with("scale", 1f), Distribution::normal);
    }
}
