package org.cotangent.cpu.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.cotangent.spi.backend.RangeTask;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose parts several threads take, each the part of its own number first and then those of threads that are
 * late. The object serves one loop after another and allocates nothing.
 *
 * <p>{@link #open} and {@link #close} are called by one thread, between them {@link #work} by any.
 */
public final class Loop {
    /** In integers: a part's state has cache lines of its own. */
    private static final int PADDING = 32;

    /** For each part twice the number of the loop, plus one when it was taken. */
    private final AtomicIntegerArray slots;

    private final AtomicInteger remaining = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile int number;

    // Written before the slots are opened, read by those who took one of them.
    private @Nullable RangeTask task;
    private long length;
    private long grain;
    private int parts;

    /** @param threads the most parts of a loop */
    public Loop(int threads) {
        slots = new AtomicIntegerArray((threads + 1) * PADDING);
    }

    /** Begins a loop over [0, n): {@code parts} parts that are cut at multiples of the grain. */
    public void open(long n, long grain, int parts, RangeTask task) {
        int next = number + 1;
        this.task = task;
        this.length = n;
        this.grain = grain;
        this.parts = parts;
        remaining.set(parts);
        for (int part = 0; part < parts; part++) {
            slots.set((part + 1) * PADDING, 2 * next);
        }
        number = next;
    }

    /** Returns the number of the loop that was opened last; it tells one loop from the next. */
    public int number() {
        return number;
    }

    /** Returns the number of parts of the open loop. */
    public int parts() {
        return parts;
    }

    /** Returns whether all parts of the open loop have ended. */
    public boolean isDone() {
        return remaining.get() == 0;
    }

    /**
     * Takes and runs parts of a loop until none is left. Who is late finds none of its loop.
     *
     * @param own the part to begin with
     * @param loop its number
     * @return whether the last part has ended with this call
     */
    public boolean work(int own, int loop) {
        int count = parts;
        int done = 0;
        for (int i = 0; i < count; i++) {
            int part = (own + i) % count;
            int slot = (part + 1) * PADDING;
            if (slots.get(slot) == 2 * loop && slots.compareAndSet(slot, 2 * loop, 2 * loop + 1)) {
                runPart(part);
                done++;
            }
        }
        return done > 0 && remaining.addAndGet(-done) == 0;
    }

    private void runPart(int part) {
        RangeTask body = task;
        if (body == null) {
            throw new IllegalStateException("a part was taken from a loop that has ended");
        }
        try {
            body.run(border(part, parts, grain, length), border(part + 1, parts, grain, length));
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    /** Ends a loop that is done, and returns the first exception of its parts. */
    public @Nullable Throwable close() {
        task = null;
        return failure.get() == null ? null : failure.getAndSet(null);
    }

    /** Returns where a part of [0, n) begins; the last one ends at n. */
    public static long border(int part, int parts, long grain, long n) {
        return part == parts ? n : n / grain * part / parts * grain;
    }
}
