package org.cotangent.spi.tensor;

/**
 * A sequence of values of one type.
 *
 * @param empty whether it is known to hold nothing, so that {@code element} tells no more than the element type
 */
public record SequenceType(ValueType element, boolean empty) implements ValueType {
    public SequenceType(ValueType element) {
        this(element, false);
    }

    /** {@return the type of the sequence without tensors} */
    public static SequenceType empty(DType dtype) {
        return new SequenceType(new TensorType(dtype, Shape.unranked()), true);
    }

    @Override
    public String toString() {
        return "sequence(" + (empty ? "empty, " : "") + element + ")";
    }
}
