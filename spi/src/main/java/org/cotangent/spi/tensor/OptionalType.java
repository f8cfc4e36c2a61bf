package org.cotangent.spi.tensor;

/** A value that may be absent. */
public record OptionalType(ValueType element) implements ValueType {
    @Override
    public String toString() {
        return "optional(" + element + ")";
    }
}
