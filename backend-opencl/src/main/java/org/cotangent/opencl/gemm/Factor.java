package org.cotangent.opencl.gemm;

import org.cotangent.opencl.kernel.Argument;
import org.cotangent.spi.tensor.DType;

/**
 * Elements that a contraction reads or writes.
 *
 * @param first the element that stands at index 0 of all axes
 */
public record Factor(Argument memory, DType type, int first) {
    /** Elements from the first one of some memory on. */
    public Factor(Argument memory, DType type) {
        this(memory, type, 0);
    }

    /** {@return elements of the same memory} */
    public Factor from(long element) {
        return new Factor(memory, type, Math.toIntExact(first + element));
    }
}
