package org.cotangent.cpu.primitive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory of a kernel, which is there as long as its segment is reachable. */
public final class Scratch {

    private static final int ALIGNMENT = 64;

    private Scratch() {}

    /** {@return so many bytes, all zero} */
    public static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(Math.max(1, bytes), ALIGNMENT);
    }

    /** {@return so many numbers, all zero} */
    public static MemorySegment floats(long count) {
        return allocate(Float.BYTES * count);
    }
}
