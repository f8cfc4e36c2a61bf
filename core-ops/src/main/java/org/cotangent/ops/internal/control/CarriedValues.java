package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The values that an iteration hands on to the next. Memory that an iteration wrote to is offered to the one after the
 * next, which no longer reads it.
 */
final class CarriedValues {
    private List<? extends Datum> current;
    private List<@Nullable Tensor> spare;
    private boolean owned;

    CarriedValues(List<? extends Datum> first) {
        this.current = first;
        this.spare = Collections.nCopies(first.size(), null);
    }

    List<? extends Datum> current() {
        return current;
    }

    /** {@return the values, in memory that nobody else owns} */
    List<? extends Datum> last() {
        return owned
                ? current
                : current.stream()
                        .map(value -> value instanceof Tensor tensor ? tensor.copy() : value)
                        .toList();
    }

    /** {@return memory for the values after the next iteration} */
    List<@Nullable Tensor> spare() {
        return spare;
    }

    /** Takes the values that an iteration gave. */
    void advance(List<? extends Datum> next) {
        List<@Nullable Tensor> free = new ArrayList<>();
        for (Datum value : current) {
            free.add(owned && value instanceof Tensor tensor ? tensor : null);
        }
        spare = free;
        current = next;
        owned = true;
    }
}
