package org.cotangent.engine.plan;

import java.util.HashMap;
import java.util.Map;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What the values of a session hold. Actions keep the slots they need, so that a run looks nothing up. */
final class SlotTable {
    /** A place for a tensor or another value. */
    static final class Slot {
        private @Nullable Datum datum;

        Datum get() {
            Datum present = datum;
            if (present == null) {
                throw new IllegalStateException("a value was read before it was computed");
            }
            return present;
        }

        Tensor tensor() {
            if (datum instanceof Tensor tensor) {
                return tensor;
            }
            throw new IllegalStateException("a tensor is read where there is " + get().type());
        }

        void set(Datum value) {
            datum = value;
        }

        @Nullable
        Datum find() {
            return datum;
        }
    }

    private final Map<Value, Slot> slots = new HashMap<>();

    Slot slot(Value value) {
        return slots.computeIfAbsent(value, v -> new Slot());
    }

    void set(Value value, Datum datum) {
        slot(value).set(datum);
    }

    /** Makes two values share a slot. */
    void alias(Value value, Value other) {
        slots.put(value, slot(other));
    }

    Datum get(Value value) {
        return slot(value).get();
    }

    Tensor tensor(Value value) {
        return slot(value).tensor();
    }

    @Nullable
    Datum find(Value value) {
        return slot(value).find();
    }
}
