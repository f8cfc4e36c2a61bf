package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory that kernels share: one piece for each thread that runs a kernel at the same time, large enough for
 * the largest kernel. Taking a piece allocates only if there are more threads, or larger kernels, than ever before.
 */
final class ScratchPool {

    private static final int MOST_IDLE = 64;

    private final AtomicReferenceArray<@Nullable Scratch> idle = new AtomicReferenceArray<>(MOST_IDLE);
    private final AtomicLong needed = new AtomicLong(1);

    /** Makes the pieces at least this large. */
    void reserve(long bytes) {
        needed.accumulateAndGet(bytes, Math::max);
        give(take());
    }

    /** Takes a piece out of the pool. */
    Scratch take() {
        long bytes = needed.get();
        for (int i = 0; i < MOST_IDLE; i++) {
            Scratch scratch = idle.getPlain(i) == null ? null : idle.getAndSet(i, null);
            if (scratch != null && scratch.memory.byteSize() >= bytes) {
                return scratch;
            }
        }
        return new Scratch(Arena.ofAuto().allocate(bytes, ProgramBuilder.ALIGNMENT));
    }

    /** Puts a piece back. */
    void give(Scratch scratch) {
        for (int i = 0; i < MOST_IDLE; i++) {
            if (idle.compareAndSet(i, null, scratch)) {
                return;
            }
        }
    }

    /** A piece of memory that its taker alone uses; freed with the object. */
    static final class Scratch {

        private final MemorySegment memory;

        private Scratch(MemorySegment memory) {
            this.memory = memory;
        }

        long address() {
            return memory.address();
        }
    }
}
