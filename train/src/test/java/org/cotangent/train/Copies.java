package org.cotangent.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.tensor.Tensor;

/** Copies of states, which stay as they are when training goes on. */
final class Copies {
    private Copies() {}

    static SequencedMap<String, Tensor> of(Map<String, Tensor> state) {
        SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
        state.forEach((name, tensor) -> copies.put(name, tensor.copy()));
        return copies;
    }
}
