package org.cotangent.engine.plan;

import java.util.IdentityHashMap;
import java.util.Map;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The tensors of a session's values. Actions keep the slots they need, so that a run looks nothing up. */
final class SlotTable {
    /** A place for a tensor. */
    static final class Slot {
        private @Nullable Tensor tensor;

        Tensor get() {
            Tensor present = tensor;
            if (present == null) {
                throw new IllegalStateException("a value was read before it was computed");
            }
            return present;
        }

        void set(@Nullable Tensor value) {
            tensor = value;
        }

        @Nullable Tensor find() {
            return tensor;
        }
    }

    private final Map<Value, Slot> slots = new IdentityHashMap<>();

    Slot slot(Value value) {
        return slots.computeIfAbsent(value, v -> new Slot());
    }

    void set(Value value, Tensor tensor) {
        slot(value).set(tensor);
    }

    /** Makes two values share a slot. */
    void alias(Value value, Value other) {
        slots.put(value, slot(other));
    }

    Tensor get(Value value) {
        return slot(value).get();
    }

    @Nullable Tensor find(Value value) {
        return slot(value).find();
    }
}
