package org.cotangent.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.cotangent.cpu.parallel.Loop;
import org.cotangent.cpu.parallel.Team;
import org.cotangent.cpu.parallel.WorkerTeam;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * The compute threads of one backend: a parallel loop over a range with a fork and join of about a microsecond.
 *
 * <p>The calling thread works too. A range is cut into one part per thread, at multiples of the grain; the cut depends
 * only on the range, the grain and {@link #threads()}, never on which thread runs what. Each thread has a part of its
 * own, and takes those of threads that are late.
 *
 * <p>One loop runs on the other threads at a time. A loop that starts while another one is running, be it from another
 * session or from inside a task, runs its parts on the calling thread: nothing waits, so nothing can deadlock, and the
 * machine is not asked for more threads than its callers and the pool have.
 *
 * <p>A call allocates nothing. The pool has threads of its own, which start with the first loop that needs them, until
 * it {@linkplain #join joins} another team.
 */
public final class ComputePool implements Parallel, AutoCloseable {

    /** System property that sets the number of compute threads; default is one per available processor. */
    public static final String THREADS_PROPERTY = "cotangent.threads";

    private static final int MAX_THREADS = 4096;

    private final int threads;
    private final Loop loop;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Changed, and its loop run, only by who has {@link #busy} set. */
    private volatile Team team;

    /** Makes a pool of {@code threads} threads, the caller of a loop included. */
    public ComputePool(int threads) {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "compute threads must lie in 1.." + MAX_THREADS + ", asked for " + threads);
        }
        this.threads = threads;
        this.loop = new Loop(threads);
        this.team = new WorkerTeam(threads, loop);
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
     * Runs loops on the threads that a native library computes with, instead of the pool's own: threads of both that
     * wait for work would take the processors from each other. Does nothing with one thread, if the pool has joined a
     * team already, or in the midst of a loop; so it is called whenever such a library gets work.
     *
     * @param other makes the team that runs a loop
     */
    public void join(Function<Loop, Team> other) {
        if (threads > 1 && team instanceof WorkerTeam && busy.compareAndSet(false, true)) {
            try {
                Team own = team;
                team = other.apply(loop);
                own.close();
            } finally {
                busy.set(false);
            }
        }
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
            Throwable thrown;
            try {
                loop.open(n, step, count, task);
                team.run();
                thrown = loop.close();
            } finally {
                busy.set(false);
            }
            if (thrown != null) {
                throw ComputePool.<RuntimeException>unchecked(thrown);
            }
        } else {
            for (int part = 0; part < count; part++) {
                task.run(Loop.border(part, count, step, n), Loop.border(part + 1, count, step, n));
            }
        }
    }

    /** Ends the pool's own threads once they are idle. Loops that start later run on their calling thread alone. */
    @Override
    public void close() {
        team.close();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
