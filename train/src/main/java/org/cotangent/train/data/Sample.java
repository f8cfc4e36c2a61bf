package org.cotangent.train.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.spi.tensor.Tensor;

/**
 * One example: what goes into the model, by name and without an axis for the batch, and what should come out.
 *
 * @param target for a class its index, a scalar
 */
public record Sample(Map<String, Tensor> inputs, Tensor target) {
    public Sample {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /** {@return a sample with one input} */
    public static Sample of(String name, Tensor input, Tensor target) {
        return new Sample(Map.of(name, input), target);
    }

    /**
     * {@return the input of this name}
     *
     * @throws DataException if there is none
     */
    public Tensor input(String name) {
        Tensor input = inputs.get(name);
        if (input == null) {
            throw new DataException("a sample has no input '" + name + "'; it has " + inputs.keySet());
        }
        return input;
    }

    /** {@return this sample with another input in the place of the one of this name, or beside the others} */
    public Sample with(String name, Tensor input) {
        Map<String, Tensor> changed = new LinkedHashMap<>(inputs);
        changed.put(name, input);
        return new Sample(changed, target);
    }
}
