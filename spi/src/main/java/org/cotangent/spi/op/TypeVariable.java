package org.cotangent.spi.op;

import java.util.Set;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** The types a port accepts; ports with the same variable have the same element type in one call. */
public record TypeVariable(String name, Set<DType> allowed, Kind kind) {
    /** What a port takes. */
    public enum Kind {
        TENSOR("a tensor"),
        /** A sequence of tensors or of maps. */
        SEQUENCE("a sequence"),
        OPTIONAL("an optional value"),
        /** A map to elements of the type. */
        MAP("a map"),
        /** Anything; the values at a variadic port may be of different types. */
        ANY("a value");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    public TypeVariable {
        allowed = Set.copyOf(allowed);
    }

    public static TypeVariable of(String name, Set<DType> allowed) {
        return new TypeVariable(name, allowed, Kind.TENSOR);
    }

    public static TypeVariable of(String name, DType... allowed) {
        return of(name, Set.of(allowed));
    }

    /** {@return the same element types in values of another kind} */
    public TypeVariable in(Kind other) {
        return new TypeVariable(name, allowed, other);
    }

    /**
     * {@return the element type that the variable stands for in a call where a value of this type is at the port; null
     * if that does not follow}
     *
     * <p>Throws {@link TypeException} for a value of another kind.
     */
    public @Nullable DType bind(ValueType type) {
        boolean fits = switch (type) {
            case TensorType t -> kind == Kind.TENSOR || kind == Kind.ANY;
            case SequenceType s -> kind == Kind.SEQUENCE || kind == Kind.ANY;
            case OptionalType o -> kind == Kind.OPTIONAL || kind == Kind.ANY;
            case MapType m -> kind == Kind.MAP || kind == Kind.ANY;
            case UnknownType unknown -> true;
        };
        if (!fits) {
            throw new TypeException("must be " + kind.title + ", not " + type);
        }
        return kind == Kind.ANY ? null : elementOf(type);
    }

    private static @Nullable DType elementOf(ValueType type) {
        return switch (type) {
            case TensorType tensor -> tensor.dtype();
            case SequenceType sequence -> elementOf(sequence.element());
            case OptionalType(ValueType element) -> elementOf(element);
            case MapType map -> map.value();
            case UnknownType unknown -> null;
        };
    }
}
