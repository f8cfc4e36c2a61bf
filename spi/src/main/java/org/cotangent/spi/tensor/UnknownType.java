package org.cotangent.spi.tensor;

/** Nothing is known before the graph is specialised or runs. */
public record UnknownType() implements ValueType {
    @Override
    public String toString() {
        return "unknown";
    }
}
