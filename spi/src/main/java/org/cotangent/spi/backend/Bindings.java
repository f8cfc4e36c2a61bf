package org.cotangent.spi.backend;

import org.cotangent.spi.tensor.Tensor;

/** The tensors of one call of a kernel. They may be other objects in every run; types and sizes stay the same. */
public interface Bindings {
    /** {@return input {@code i}, to be read only} Throws {@link IllegalArgumentException} if it is absent. */
    Tensor input(int i);

    boolean hasInput(int i);

    /**
     * {@return output {@code i}, allocated, with undefined contents} Throws {@link IllegalArgumentException} if nobody
     * asked for it or its shape depends on the data.
     */
    Tensor output(int i);

    /** {@return whether somebody asked for output {@code i}} */
    boolean hasOutput(int i);

    /** {@return output {@code i}, whose shape depends on the data, allocated with these sizes} */
    Tensor allocate(int i, long... sizes);

    /** {@return the randomness of this run and node} */
    RandomSource random();
}
