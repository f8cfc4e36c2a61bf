package org.cotangent.ops.random;

import org.cotangent.ops.internal.random.Distribution;
import org.cotangent.ops.internal.random.RandomOperator;
import org.cotangent.spi.op.Attributes;

/**
 * Numbers uniform in [{@code low}, {@code high}), of the type {@code dtype} and the shape {@code shape}; ONNX
 * RandomUniform, version 22.
 */
public final class RandomUniform extends RandomOperator {
    public RandomUniform() {
        super("RandomUniform", ofShape(), Attributes.none().with("low", 0f).with("high", 1f), Distribution::uniform);
    }
}
