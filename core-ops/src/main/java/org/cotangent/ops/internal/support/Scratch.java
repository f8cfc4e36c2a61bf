package org.cotangent.ops.internal.support;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cotangent.spi.backend.Parallel;

/** Working memory for as many tasks as can run at once, made when a kernel is prepared and lent to its tasks. */
public final class Scratch<S> {
    private final AtomicReferenceArray<S> free;

    public Scratch(Parallel parallel, Supplier<S> factory) {
        free = new AtomicReferenceArray<>(Math.max(1, parallel.threads()));
        for (int i = 0; i < free.length(); i++) {
            free.set(i, factory.get());
        }
    }

    /** {@return memory that nobody else uses until it is given {@linkplain #put back}} */
    public S take() {
        while (true) {
            for (int i = 0; i < free.length(); i++) {
                S found = free.getAndSet(i, null);
                if (found != null) {
                    return found;
                }
            }
            Thread.onSpinWait();
        }
    }

    /** Runs a task with memory of its own, which is given back even if the task fails. */
    public void lend(Consumer<S> task) {
        S memory = take();
        try {
            task.accept(memory);
        } finally {
            put(memory);
        }
    }

    public void put(S memory) {
        for (int i = 0; i < free.length(); i++) {
            if (free.compareAndSet(i, null, memory)) {
                return;
            }
        }
    }
}
