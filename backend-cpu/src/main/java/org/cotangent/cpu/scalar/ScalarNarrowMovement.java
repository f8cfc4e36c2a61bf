package org.cotangent.cpu.scalar;

import org.cotangent.cpu.primitive.NativeMemory;

/** Moves elements of 4 bytes. */
public final class ScalarNarrowMovement extends ScalarMovement {

    public ScalarNarrowMovement() {
        super(Integer.BYTES);
    }

    @Override
    void copy(long source, long sourceStep, long target, long targetStep, int n) {
        for (int i = 0; i < n; i++) {
            NativeMemory.setInt(target + i * targetStep, NativeMemory.getInt(source + i * sourceStep));
        }
    }
}
