package org.cotangent.train;

import java.util.Map;
import org.cotangent.spi.tensor.Tensor;

/** The inputs of one step, by name, and the targets. */
public record Batch(Map<String, Tensor> inputs, Tensor targets) {
    public Batch {
        inputs = Map.copyOf(inputs);
    }
}
