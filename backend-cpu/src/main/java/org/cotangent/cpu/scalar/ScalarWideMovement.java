package org.cotangent.cpu.scalar;

import org.cotangent.cpu.primitive.NativeMemory;

/** Moves elements of 8 bytes. */
public final class ScalarWideMovement extends ScalarMovement {

    public ScalarWideMovement() {
        super(Long.BYTES);
    }

    @Override
    void copy(long source, long sourceStep, long target, long targetStep, int n) {
        for (int i = 0; i < n; i++) {
            NativeMemory.setLong(target + i * targetStep, NativeMemory.getLong(source + i * sourceStep));
        }
    }
}
