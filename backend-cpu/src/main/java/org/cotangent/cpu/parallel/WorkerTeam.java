package org.cotangent.cpu.parallel;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A team of daemon threads of Java: fork and join take about a microsecond. They start with the first loop, spin for a
 * few dozen microseconds when idle, and then park.
 */
public final class WorkerTeam implements Team {
    private static final long SPIN_NANOS = 50_000;
    private static final int SPINS_PER_CLOCK_READING = 64;

    private final int threads;
    private final Loop loop;
    private final long spinNanos;
    /** Empty until the first loop; changed only by who runs a loop. */
    private volatile Worker[] workers = {};

    private volatile boolean closed;
    private volatile @Nullable Thread waiter;

    /**
     * @param threads of the team, the one that runs a loop included
     * @param loop the one that it runs
     */
    public WorkerTeam(int threads, Loop loop) {
        this.threads = threads;
        this.loop = loop;
        this.spinNanos = threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
    }

    @Override
    public void run() {
        if (workers.length == 0 && !closed) {
            startWorkers();
        }
        Worker[] helpers = workers;
        for (int i = 0; i < Math.min(loop.parts() - 1, helpers.length); i++) {
            if (helpers[i].parked) {
                LockSupport.unpark(helpers[i]);
            }
        }
        loop.work(0, loop.number());
        awaitCompletion();
    }

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
            started[i] = new Worker(i + 1, loop.number() - 1);
            started[i].start();
        }
        workers = started;
    }

    private void awaitCompletion() {
        long deadline = System.nanoTime() + spinNanos;
        do {
            for (int i = 0; i < SPINS_PER_CLOCK_READING; i++) {
                if (loop.isDone()) {
                    return;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() < deadline);
        waiter = Thread.currentThread();
        while (!loop.isDone()) {
            LockSupport.park(this);
        }
        waiter = null;
    }

    private final class Worker extends Thread {
        private final int lane;
        private int seen;
        private volatile boolean parked;

        Worker(int lane, int seen) {
            super("cotangent-compute-" + lane);
            this.lane = lane;
            this.seen = seen;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                seen = awaitLoop();
                if (!closed && loop.work(lane, seen)) {
                    LockSupport.unpark(waiter);
                }
            }
        }

        private int awaitLoop() {
            long deadline = System.nanoTime() + spinNanos;
            do {
                for (int i = 0; i < SPINS_PER_CLOCK_READING; i++) {
                    if (loop.number() != seen) {
                        return loop.number();
                    }
                    Thread.onSpinWait();
                }
            } while (System.nanoTime() < deadline);
            parked = true;
            while (loop.number() == seen && !closed) {
                LockSupport.park(WorkerTeam.this);
            }
            parked = false;
            return loop.number();
        }
    }
}
