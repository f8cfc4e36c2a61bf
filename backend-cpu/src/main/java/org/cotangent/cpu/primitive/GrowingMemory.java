package org.cotangent.cpu.primitive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Room in native memory that grows to what was asked for and stays; for one thread. */
public final class GrowingMemory {

    private static final int ALIGNMENT = 64;

    private MemorySegment memory = MemorySegment.NULL;

    /** {@return the address of {@code bytes} bytes} It is valid until the next call. */
    public long address(long bytes) {
        if (memory.byteSize() < bytes) {
            memory = Arena.ofAuto().allocate(bytes, ALIGNMENT);
        }
        return memory.address();
    }
}
