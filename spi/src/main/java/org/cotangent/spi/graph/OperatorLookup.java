package org.cotangent.spi.graph;

import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;

/** Finds operators by domain and type. */
@FunctionalInterface
public interface OperatorLookup {
    /** {@return the operator, in its newest form, or null} */
    @Nullable
    Operator find(String domain, String type);

    /** {@return the operator} Throws {@link UnsupportedException} if there is none. */
    default Operator get(String domain, String type) {
        Operator operator = find(domain, type);
        if (operator == null) {
            throw new UnsupportedException("there is no operator " + (domain.isEmpty() ? "" : domain + "::") + type
                    + ": add the jar that brings it to the class path or module path");
        }
        return operator;
    }

    /** {@return who differentiates graphs of these operators, or null if nobody is at hand} */
    default @Nullable ReverseMode reverseMode() {
        return null;
    }
}
