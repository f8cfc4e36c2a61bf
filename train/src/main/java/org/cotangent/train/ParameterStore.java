package org.cotangent.train;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that training changes, by name: parameters, and what the optimiser keeps. Steps of all sizes share them.
 */
final class ParameterStore {
    private final SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    private final SequencedMap<String, Tensor> slots = new LinkedHashMap<>();

    /** {@return the parameter of this name; at first a copy of its initial value} */
    Tensor parameter(String name, Tensor initial) {
        return parameters.computeIfAbsent(name, n -> initial.copy());
    }

    @Nullable
    Tensor find(String name) {
        return parameters.get(name);
    }

    /** {@return the slot of this name; at first zeros} */
    Tensor slot(String name, TensorType type) {
        return slots.computeIfAbsent(name, n -> Tensor.allocate(type));
    }

    SequencedMap<String, Tensor> parameters() {
        return parameters;
    }
}
