package org.cotangent.train.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.tensor.Tensor;

/** Brings tensors into the parameters of a layer. */
final class LayerState {
    private LayerState() {}

    /** Throws, and changes nothing, if names or types differ; lists all differences. */
    static void load(Map<String, Tensor> own, Map<String, Tensor> state) {
        List<String> wrong = new ArrayList<>();
        own.forEach((name, tensor) -> {
            Tensor given = state.get(name);
            if (given == null) {
                wrong.add("'" + name + "' " + tensor.type() + " is missing");
            } else if (!given.type().equals(tensor.type())) {
                wrong.add("'" + name + "' is " + given.type() + " and must be " + tensor.type());
            }
        });
        state.keySet().stream()
                .filter(name -> !own.containsKey(name))
                .forEach(name -> wrong.add("'" + name + "' is unknown here"));
        if (!wrong.isEmpty()) {
            throw new GraphException("the state is not one of this layer: " + String.join(", ", wrong));
        }
        own.forEach((name, tensor) -> tensor.copyFrom(Objects.requireNonNull(state.get(name))));
    }
}
