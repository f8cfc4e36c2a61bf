package org.cotangent.spi.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.spi.TypeException;
import org.jspecify.annotations.Nullable;

/** The type of a value on an edge of a graph. */
public sealed interface ValueType permits TensorType, SequenceType, OptionalType, MapType, UnknownType {
    /** {@return whether values of this type have tangents: tensors of floating type, and what holds them} */
    default boolean isDifferentiable() {
        return switch (this) {
            case TensorType tensor -> tensor.dtype().isFloating();
            case SequenceType sequence -> sequence.element().isDifferentiable();
            case OptionalType(ValueType element) -> element.isDifferentiable();
            case MapType map -> false;
            case UnknownType unknown -> false;
        };
    }

    /** {@return this type with symbols replaced} Symbols that {@code sizes} maps to null stay. */
    default ValueType substitute(Function<String, @Nullable Dim> sizes) {
        return switch (this) {
            case TensorType tensor -> tensor.with(tensor.shape().substitute(sizes));
            case SequenceType(ValueType element, boolean empty) -> new SequenceType(element.substitute(sizes), empty);
            case OptionalType(ValueType element) -> new OptionalType(element.substitute(sizes));
            case MapType map -> this;
            case UnknownType unknown -> this;
        };
    }

    /**
     * {@return the narrowest type of which the values of both types are}
     *
     * <p>Sizes in which they differ are taken from {@code fresh}; the rank is unknown if they differ in it. Throws
     * {@link TypeException} if they differ in kind or element type.
     */
    default ValueType join(ValueType other, Function<String, Dim> fresh) {
        if (this instanceof UnknownType || other instanceof UnknownType) {
            return new UnknownType();
        }
        if (this instanceof TensorType a && other instanceof TensorType b && a.dtype() == b.dtype()) {
            return a.with(join(a.shape(), b.shape(), fresh));
        }
        if (this instanceof SequenceType a && other instanceof SequenceType b) {
            ValueType joined = a.element().join(b.element(), fresh);
            return a.empty() ? b : b.empty() ? a : new SequenceType(joined);
        }
        if (this instanceof OptionalType(ValueType a) && other instanceof OptionalType(ValueType b)) {
            return new OptionalType(a.join(b, fresh));
        }
        if (this instanceof MapType && equals(other)) {
            return this;
        }
        throw new TypeException("a value cannot be both " + this + " and " + other);
    }

    private static Shape join(Shape a, Shape b, Function<String, Dim> fresh) {
        if (!a.isRanked() || !b.isRanked() || a.rank() != b.rank()) {
            return Shape.unranked();
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < a.rank(); axis++) {
            boolean equal = a.dim(axis).equals(b.dim(axis));
            dims.add(equal ? a.dim(axis) : fresh.apply("either"));
        }
        return Shape.of(dims);
    }
}
