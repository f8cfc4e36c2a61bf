package org.cotangent.testkit.law;

import java.util.IdentityHashMap;
import java.util.List;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The elements of some inputs. Every fresh dimension gets a name of its own. */
final class CallFacts implements CallTypes.Facts {
    private final IdentityHashMap<Value, Tensor> known = new IdentityHashMap<>();
    private int fresh;

    void know(Value value, Tensor tensor) {
        known.put(value, tensor);
    }

    @Override
    public @Nullable Tensor constant(Value value) {
        return known.get(value);
    }

    @Override
    public @Nullable List<Dim> integers(Value value) {
        Tensor tensor = known.get(value);
        return tensor == null ? null : Dim.elementsOf(tensor);
    }

    @Override
    public Dim fresh(String name) {
        return Dim.symbol("?" + name + fresh++);
    }
}
