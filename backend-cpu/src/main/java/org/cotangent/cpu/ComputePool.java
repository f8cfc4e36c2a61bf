package org.cotangent.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.jspecify.annotations.Nullable;

/**
 * The compute threads of one backend: a parallel loop over a range with a fork and join of about a microsecond.
 *
 * <p>The calling thread works too, so a pool of {@code n} threads owns {@code n - 1} daemon workers. A range is cut
 * into one part per thread, at multiples of the grain; the cut depends only on the range, the grain and
 * {@link #threads()}, never on which thread runs what. Each thread has a part of its own, and takes those of threads
 * that are late.
 *
 * <p>One loop runs on the workers at a time. A loop that starts while another one is running, be it from another
 * session or from inside a task, runs its parts on the calling thread: nothing waits, so nothing can deadlock, and the
 * machine is not asked for more threads than its callers and the pool have.
 *
 * <p>A call allocates nothing; the workers start with the first loop that needs them. Idle workers spin for a few dozen
 * microseconds and then park.
 */
public final class ComputePool implements Parallel, AutoCloseable {

    /** System property that sets the number of compute threads; default is one per available processor. */
    public static final String THREADS_PROPERTY = "cotangent.threads";

    private static final int MAX_THREADS = 4096;
    private static final int PADDING = 32;
    private static final long SPIN_NANOS = 50_000;
    private static final int SPINS_PER_CLOCK_READING = 64;

    private final int threads;
    private final long spinNanos;
    /** Empty until the first loop that needs them; changed only by who holds {@link #busy}. */
    private volatile Worker[] workers = {};

    private final AtomicBoolean busy = new AtomicBoolean();
    /** For each part, padded to cache lines of its own: twice the number of the loop, plus one when it was taken. */
    private final AtomicIntegerArray slots;

    private final AtomicInteger remaining = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile int epoch;
    private volatile boolean closed;
    private volatile @Nullable Thread waiter;

    // The current loop: written before its slots are opened, read by those who took one of them.
    private @Nullable RangeTask task;
    private long length;
    private long grain;
    private int parts;

    /** Makes a pool of {@code threads} threads, the caller of a loop included. */
    public ComputePool(int threads) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "compute threads must lie in 1.." + MAX_THREADS + ", asked for " + threads);
        }
        this.threads = threads;
        this.spinNanos = threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
        this.slots = new AtomicIntegerArray((threads + 1) * PADDING);
    }

    /** The number of threads that the system property {@value #THREADS_PROPERTY} asks for. */
    public static int configuredThreads() {
        int fallback = Runtime.getRuntime().availableProcessors();
        return Math.clamp(Integer.getInteger(THREADS_PROPERTY, fallback), 1, MAX_THREADS);
    }

    @Override
    public int threads() {
        return threads;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The first exception that a part throws is thrown here after all parts have ended.
     */
    @Override
    public void forRange(long n, long grain, RangeTask task) {
        if (n <= 0) {
            return;
        }
        long step = Math.max(1, grain);
        int count = Math.clamp(n / step, 1, threads);
        if (count == 1) {
            task.run(0, n);
        } else if (busy.compareAndSet(false, true)) {
            try {
                runOnWorkers(n, step, count, task);
            } finally {
                this.task = null;
                busy.set(false);
            }
        } else {
            for (int part = 0; part < count; part++) {
                task.run(border(part, count, step, n), border(part + 1, count, step, n));
            }
        }
    }

    /** Ends the workers once they are idle. Loops that start later run on their calling thread alone. */
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private void startWorkers() {
        Worker[] started = new Worker[threads - 1];
        for (int i = 0; i < started.length; i++) {
            started[i] = new Worker(i + 1);
            started[i].start();
        }
        workers = started;
    }

    private void runOnWorkers(long n, long step, int count, RangeTask body) {
        if (workers.length == 0 && !closed) {
            startWorkers();
        }
        int loop = epoch + 1;
        task = body;
        length = n;
        grain = step;
        parts = count;
        remaining.set(count);
        for (int part = 0; part < count; part++) {
            slots.set((part + 1) * PADDING, 2 * loop);
        }
        epoch = loop;
        Worker[] helpers = workers;
        for (int i = 0; i < Math.min(count - 1, helpers.length); i++) {
            if (helpers[i].parked) {
                LockSupport.unpark(helpers[i]);
            }
        }
        work(0, loop);
        awaitCompletion();
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw ComputePool.<RuntimeException>unchecked(thrown);
        }
    }

    /**
     * Takes and runs parts of a loop, the thread's own first, until none is left. A worker that is late finds none of
     * its loop.
     */
    private void work(int own, int loop) {
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
        if (done > 0 && remaining.addAndGet(-done) == 0 && own != 0) {
            LockSupport.unpark(waiter);
        }
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

    private void awaitCompletion() {
        long deadline = System.nanoTime() + spinNanos;
        do {
            for (int i = 0; i < SPINS_PER_CLOCK_READING; i++) {
                if (remaining.get() == 0) {
                    return;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() < deadline);
        waiter = Thread.currentThread();
        while (remaining.get() != 0) {
            LockSupport.park(this);
        }
        waiter = null;
    }

    private static long border(int part, int parts, long grain, long n) {
        return part == parts ? n : n / grain * part / parts * grain;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private final class Worker extends Thread {
        private final int lane;
        private volatile boolean parked;

        Worker(int lane) {
            super("cotangent-compute-" + lane);
            this.lane = lane;
            setDaemon(true);
        }

        @Override
        public void run() {
            int seen = 0;
            while (!closed) {
                int current = awaitLoop(seen);
                work(lane, current);
                seen = current;
            }
        }

        private int awaitLoop(int seen) {
            long deadline = System.nanoTime() + spinNanos;
            do {
                for (int i = 0; i < SPINS_PER_CLOCK_READING; i++) {
                    if (epoch != seen) {
                        return epoch;
                    }
                    Thread.onSpinWait();
                }
            } while (System.nanoTime() < deadline);
            parked = true;
            while (epoch == seen && !closed) {
                LockSupport.park(ComputePool.this);
            }
            parked = false;
            return epoch;
        }
    }
}
