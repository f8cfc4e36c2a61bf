package org.cotangent.testkit.law;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Where the memory of a tensor may lie other than in a block of its own, aligned and just as long as it must be. */
enum Placement {
    /** In the middle of other memory, at an address that suits one byte: so lie weights in a mapped file. */
    IN_THE_MIDDLE,
    /** At a whole number of elements into other memory: so lie parts of larger tensors. */
    AT_AN_ELEMENT,
    /** Read-only. */
    READ_ONLY,
    /** In an array of the Java heap. */
    ON_THE_HEAP;

    private static final byte RUBBISH = (byte) 0xFF;

    /** {@return the tensor's elements in such memory; strings have none} */
    Tensor place(Tensor tensor) {
        if (tensor.dtype() == DType.STRING) {
            return tensor;
        }
        long bytes = Math.max(1, tensor.byteSize());
        int element = Math.max(1, tensor.dtype().bits() / Byte.SIZE);
        MemorySegment memory = switch (this) {
            case IN_THE_MIDDLE -> surrounded(bytes, 1);
            case AT_AN_ELEMENT -> surrounded(bytes, element);
            case READ_ONLY -> Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
            case ON_THE_HEAP -> MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
        };
        MemorySegment.copy(tensor.segment(), 0, memory, 0, tensor.byteSize());
        return Tensor.wrap(tensor.dtype(), tensor.sizes(), this == READ_ONLY ? memory.asReadOnly() : memory);
    }

    private static MemorySegment surrounded(long bytes, long offset) {
        MemorySegment all = Arena.ofAuto().allocate(bytes + 2 * Tensor.ALIGNMENT, Tensor.ALIGNMENT);
        all.fill(RUBBISH);
        return all.asSlice(offset, bytes + Tensor.ALIGNMENT);
    }
}
