package org.cotangent.spi.tensor;

/** A sequence of values of one type. */
public record SequenceType(ValueType element) implements ValueType {}
