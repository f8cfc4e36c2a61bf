package org.cotangent.bench.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** What training steps did: losses, and how far they moved each parameter, so that a step that does nothing shows. */
final class Movement {
    private Movement() {}

    static Map<String, Tensor> of(double[] losses, SequencedMap<String, Tensor> before, Map<String, Tensor> after) {
        Map<String, Tensor> movement = new LinkedHashMap<>();
        movement.put("losses", Tensor.of(losses, losses.length));
        before.forEach((name, tensor) ->
                movement.put(name, difference(Objects.requireNonNull(after.get(name), name), tensor)));
        return movement;
    }

    private static Tensor difference(Tensor after, Tensor before) {
        Tensor difference = Tensor.allocate(DType.DOUBLE, before.sizes());
        for (long i = 0; i < before.elements(); i++) {
            difference.setDouble(i, after.getDouble(i) - before.getDouble(i));
        }
        return difference;
    }
}
