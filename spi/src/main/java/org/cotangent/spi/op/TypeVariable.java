package org.cotangent.spi.op;

import java.util.Set;
import org.cotangent.spi.tensor.DType;

/** The element types a port accepts; ports with the same variable have the same element type in one call. */
public record TypeVariable(String name, Set<DType> allowed) {
    public TypeVariable {
        allowed = Set.copyOf(allowed);
    }

    public static TypeVariable of(String name, Set<DType> allowed) {
        return new TypeVariable(name, allowed);
    }

    public static TypeVariable of(String name, DType... allowed) {
        return new TypeVariable(name, Set.of(allowed));
    }
}
