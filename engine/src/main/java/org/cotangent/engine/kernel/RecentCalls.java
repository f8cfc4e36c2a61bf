package org.cotangent.engine.kernel;

import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Datum;
import org.jspecify.annotations.Nullable;

/**
 * What is known of recent calls, found without making objects.
 *
 * <p>Each call has two places, of which the older entry gives way. Threads share the table without waiting for each
 * other: entries are immutable, and one that gets lost is learned again.
 */
final class RecentCalls {
    private static final int PLACES = 2048;

    private final @Nullable HostCall[] table = new @Nullable HostCall[PLACES];

    @Nullable
    HostCall find(Operator operator, Attributes given, List<? extends @Nullable Datum> inputs, int outputs) {
        int place = HostCall.hash(operator, given, inputs) & PLACES - 1;
        HostCall first = table[place];
        if (first != null && first.covers(operator, given, inputs, outputs)) {
            return first;
        }
        HostCall second = table[place ^ 1];
        return second != null && second.covers(operator, given, inputs, outputs) ? second : null;
    }

    void keep(HostCall call, Attributes given, List<? extends @Nullable Datum> inputs) {
        int place = HostCall.hash(call.operator(), given, inputs) & PLACES - 1;
        table[place ^ 1] = table[place];
        table[place] = call;
    }
}
