package org.cotangent.cpu.primitive;

import java.lang.foreign.MemorySegment;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.Tensor;

/** Addresses of host tensors. */
public final class HostMemory {

    private HostMemory() {}

    /**
     * {@return the address of the tensor's first element} Whoever calls keeps the tensor reachable while the address is
     * used.
     *
     * @throws TypeException if the tensor stands on Java's heap, which has no addresses
     */
    public static long address(Tensor tensor) {
        MemorySegment segment = tensor.segment();
        if (!segment.isNative()) {
            throw new TypeException("tensor " + tensor.type()
                    + " stands on a Java array; kernels need native memory: use Tensor.allocate and copy the elements");
        }
        return segment.address();
    }
}
