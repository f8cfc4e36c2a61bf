package org.cotangent.cpu.gemm;

import org.cotangent.cpu.primitive.GrowingMemory;

/** One thread's room for packed operands; grows to what was asked for and stays. */
final class GemmWorkspace {

    private static final ThreadLocal<GemmWorkspace> CURRENT = ThreadLocal.withInitial(GemmWorkspace::new);

    private float[] left = new float[0];
    private float[] tile = new float[0];
    private final GrowingMemory right = new GrowingMemory();

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
        return right.address(bytes);
    }
}
