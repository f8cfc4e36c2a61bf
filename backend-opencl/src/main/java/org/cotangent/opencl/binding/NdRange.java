package org.cotangent.opencl.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The work-items of a launch in three dimensions, in the forms that calls take. */
public final class NdRange {
    private final long[] global;
    private final long[] local;
    private final MemorySegment globalMemory;
    private final MemorySegment localMemory;

    /** @param global multiples of {@code local}, in three dimensions */
    public NdRange(long[] global, long[] local) {
        this.global = global.clone();
        this.local = local.clone();
        this.globalMemory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, global);
        this.localMemory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, local);
    }

    long[] global() {
        return global;
    }

    long[] local() {
        return local;
    }

    MemorySegment globalMemory() {
        return globalMemory;
    }

    MemorySegment localMemory() {
        return localMemory;
    }
}
