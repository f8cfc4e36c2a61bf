package org.cotangent.spi.tensor;

/** The type of a value on an edge of a graph. */
public sealed interface ValueType permits TensorType, SequenceType, OptionalType, UnknownType {}
