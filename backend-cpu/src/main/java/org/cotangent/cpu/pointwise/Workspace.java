package org.cotangent.cpu.pointwise;

import org.cotangent.cpu.primitive.GrowingMemory;

/** One thread's room for the registers of a program; grows to what was asked for and stays. */
final class Workspace {

    private static final ThreadLocal<Workspace> CURRENT = ThreadLocal.withInitial(Workspace::new);

    private final GrowingMemory memory = new GrowingMemory();
    private long[] addresses = new long[0];
    private long[] offsets = new long[0];
    private long[] indices = new long[0];

    private Workspace() {}

    static Workspace current() {
        return CURRENT.get();
    }

    /** The address of room for {@code bytes} bytes; valid until this thread asks again. */
    long memory(long bytes) {
        return memory.address(bytes);
    }

    long[] addresses(int count) {
        if (addresses.length < count) {
            addresses = new long[count];
        }
        return addresses;
    }

    long[] offsets(int count) {
        if (offsets.length < count) {
            offsets = new long[count];
        }
        return offsets;
    }

    long[] indices(int count) {
        if (indices.length < count) {
            indices = new long[count];
        }
        return indices;
    }
}
