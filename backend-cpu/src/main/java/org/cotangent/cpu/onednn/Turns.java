package org.cotangent.cpu.onednn;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who may use more than one thread now. OpenMP gives each thread that calls it a team of its own; if two of them
 * computed at once there would be more threads than processors, and each step would wait for those that are not
 * running. So sessions take turns, step by step.
 */
final class Turns {
    private static final int SPINS = 2_000;
    private static final long NAP_NANOS = 20_000;

    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();

    /** Takes the turn if nobody has it, and returns whether that is so. */
    boolean tryTake() {
        return holder.get() == null && holder.compareAndSet(null, Thread.currentThread());
    }

    /** Waits for the turn. Returns false at once if the calling thread has it already. */
    boolean take() {
        for (int spins = 0; !tryTake(); spins++) {
            if (holder.get() == Thread.currentThread()) {
                return false;
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
        return true;
    }

    /** Ends the turn. */
    void release() {
        holder.set(null);
    }
}
