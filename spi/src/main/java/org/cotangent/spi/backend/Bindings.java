package org.cotangent.spi.backend;

import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;

/**
 * The values of one call of a kernel. They may be other objects in every run; types and sizes stay the same, except for
 * kernels of {@link org.cotangent.spi.op.Forward.ValueKernel}.
 */
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

    /** {@return input {@code i}, whatever kind of value it is, to be read only} */
    default Datum value(int i) {
        return input(i);
    }

    /** {@return whether output {@code i} is allocated, because it is a tensor whose sizes do not depend on the data} */
    default boolean isAllocated(int i) {
        return hasOutput(i);
    }

    /**
     * Gives output {@code i} of a {@link org.cotangent.spi.op.Forward.ValueKernel}: its elements are copied if the
     * output is allocated, and otherwise the value itself is passed on, so that its memory must not be used again.
     */
    default void deliver(int i, Datum value) {
        throw new UnsupportedOperationException("output " + i + " cannot be given as a value here");
    }

    /** {@return the randomness of this run and node} */
    RandomSource random();

    /** {@return where a kernel of a device puts its work} */
    default DeviceQueue queue() {
        throw new UnsupportedOperationException("this call runs on no device");
    }
}
