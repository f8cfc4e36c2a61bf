package org.cotangent.train.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.Tensor;

/** Tensors by name. */
public final class NamedTensors {
    private NamedTensors() {}

    /**
     * Overwrites tensors with those of the same names. If names or types differ it changes nothing and throws.
     *
     * @param refusal makes the exception, given what is missing, mistyped and unknown
     */
    public static void copy(
            Map<String, Tensor> from, Map<String, Tensor> to, Function<String, ? extends CotangentException> refusal) {
        List<String> wrong = new ArrayList<>();
        to.forEach((name, tensor) -> {
            Tensor given = from.get(name);
            if (given == null) {
                wrong.add("'" + name + "' " + tensor.type() + " is missing");
            } else if (!given.type().equals(tensor.type())) {
                wrong.add("'" + name + "' is " + given.type() + " and must be " + tensor.type());
            }
        });
        from.keySet().stream()
                .filter(name -> !to.containsKey(name))
                .forEach(name -> wrong.add("'" + name + "' is unknown here"));
        if (!wrong.isEmpty()) {
            throw refusal.apply(String.join(", ", wrong));
        }
        to.forEach((name, tensor) -> tensor.copyFrom(Objects.requireNonNull(from.get(name))));
    }
}
