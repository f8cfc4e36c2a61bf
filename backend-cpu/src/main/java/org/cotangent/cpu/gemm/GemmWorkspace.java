package org.cotangent.cpu.gemm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One thread's room for packed operands; grows to what was asked for and stays. */
final class GemmWorkspace {

    private static final ThreadLocal<GemmWorkspace> CURRENT = ThreadLocal.withInitial(GemmWorkspace::new);
    private static final int ALIGNMENT = 64;

    private float[] left = new float[0];
    private float[] tile = new float[0];
    private MemorySegment right = MemorySegment.NULL;

    private GemmWorkspace() {}

    static GemmWorkspace current() {
        return CURRENT.get();
    }

    float[] left(int floats) {
        if (left.length < floats) {
            left = new float[floats];
        }
        return left;
    }

    float[] tile(int floats) {
        if (tile.length < floats) {
            tile = new float[floats];
        }
        return tile;
    }

    /** The address of room for {@code bytes} bytes; valid until this thread asks again. */
    long right(long bytes) {
        if (right.byteSize() < bytes) {
            right = Arena.ofAuto().allocate(bytes, ALIGNMENT);
        }
        return right.address();
    }
}
