package org.cotangent.spi.tensor;

/** A map from strings or integers to single elements of one type. */
public record MapType(DType key, DType value) implements ValueType {}
