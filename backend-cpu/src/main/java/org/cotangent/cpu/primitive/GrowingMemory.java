package org.cotangent.cpu.primitive;

import java.lang.foreign.MemorySegment;

/** Room in native memory that grows to what was asked for and stays; for one thread. */
public final class GrowingMemory {

    private MemorySegment memory = MemorySegment.NULL;

    /** {@return the address of {@code bytes} bytes} It is valid until the next call. */
    public long address(long bytes) {
        if (memory.byteSize() < bytes) {
            memory = Scratch.allocate(bytes);
        }
        return memory.address();
    }
}
