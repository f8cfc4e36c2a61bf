package org.cotangent.ops.random;

import org.cotangent.ops.internal.random.Distribution;
import org.cotangent.ops.internal.random.RandomOperator;
import org.cotangent.spi.op.Attributes;

/**
 * Numbers of a normal distribution of mean {@code mean} and standard deviation {@code scale}, of the shape of the input
 * and the type {@code dtype}, without it the type of the input; ONNX RandomNormalLike, version 22.
 */
public final class RandomNormalLike extends RandomOperator {
    public RandomNormalLike() {
        super("RandomNormalLike", like(), Attributes.none().with("mean", 0f).with("scale", 1f), Distribution::normal);
    }
}
