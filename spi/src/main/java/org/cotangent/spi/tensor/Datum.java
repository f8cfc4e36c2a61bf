package org.cotangent.spi.tensor;

/** What a value of a graph holds during a run. */
public sealed interface Datum permits Tensor, TensorSequence, OptionalDatum, TensorMap, MapSequence {
    /** {@return the type, with all sizes that are known} */
    ValueType type();
}
