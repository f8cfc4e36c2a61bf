package org.cotangent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The times of repeated runs, in milliseconds.
 *
 * @param median the middle one
 * @param low the time below which a tenth of the runs lie
 * @param high the time above which a tenth of the runs lie
 */
public record Timing(double median, double low, double high) {
    private static final long WARM_UP = 1_000_000_000;
    /** The warm-up goes on while the shortest run of a part is less than this share of the shortest before. */
    private static final double SETTLED = 0.95;

    private static final int LEAST_RUNS = 3;
    private static final int PATIENCE = 10;
    /** Between two turns. */
    private static final long PAUSE = 60_000_000;

    /** The least time of a turn; short works are repeated so that what the one before left running does not count. */
    private static final long TURN = 5_000_000;

    /**
     * {@return the times of each work in {@code runs} turns after a warm-up of at least a second, longer while runs get
     * faster} They take turns, so that whatever else the machine does strikes all alike and their ratios can be
     * trusted. A turn begins with a pause and one run that is not timed; of a work that takes less than some
     * milliseconds it has as many as fill that time, whose mean counts.
     */
    public static List<Timing> of(int runs, List<Runnable> works) {
        return of(runs, WARM_UP, works);
    }

    /** {@return the times after a warm-up of so many nanoseconds each} */
    public static List<Timing> of(int runs, long warmUp, List<Runnable> works) {
        int[] repeats = new int[works.size()];
        for (int i = 0; i < repeats.length; i++) {
            repeats[i] = repeats(works.get(i), warmUp);
        }
        double[][] times = new double[works.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < times.length; i++) {
                times[i][run] = turn(works.get(i), repeats[i]);
            }
        }
        List<Timing> timings = new ArrayList<>();
        for (double[] measured : times) {
            Arrays.sort(measured);
            timings.add(new Timing(measured[runs / 2], measured[runs / 10], measured[runs - 1 - runs / 10]));
        }
        return timings;
    }

    /** Warms up until that makes runs no faster. Returns how many runs fill a turn. */
    private static int repeats(Runnable work, long warmUp) {
        long shortest = shortest(work, warmUp / 2);
        boolean settled = false;
        for (int i = 0; i < PATIENCE && !settled; i++) {
            long next = shortest(work, warmUp / 2);
            settled = next > SETTLED * shortest;
            shortest = Math.min(shortest, next);
        }
        return (int) Math.max(1, TURN / Math.max(1, shortest));
    }

    private static long shortest(Runnable work, long nanos) {
        long start = System.nanoTime();
        long shortest = Long.MAX_VALUE;
        for (int run = 0; run < LEAST_RUNS || System.nanoTime() - start < nanos; run++) {
            long before = System.nanoTime();
            work.run();
            shortest = Math.min(shortest, System.nanoTime() - before);
        }
        return shortest;
    }

    /** Threads of the other side may go on spinning for some time; they get it, and the work its caches back. */
    private static double turn(Runnable work, int repeats) {
        LockSupport.parkNanos(PAUSE);
        work.run();
        long before = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            work.run();
        }
        return (System.nanoTime() - before) * 1e-6 / repeats;
    }
}
