package org.cotangent.ops.random;

import org.cotangent.ops.internal.random.Distribution;
import org.cotangent.ops.internal.random.RandomOperator;
import org.cotangent.spi.op.Attributes;

/**
 * Numbers uniform in [{@code low}, {@code high}), of the shape of the input and the type {@code dtype}, without it the
 * type of the input; ONNX RandomUniformLike, version 22.
 */
public final class RandomUniformLike extends RandomOperator {
    public RandomUniformLike() {
        super("RandomUniformLike", like(), Attributes.none().with("low", 0f).with("high", 1f), Distribution::uniform);
    }
}
