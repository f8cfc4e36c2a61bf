package org.cotangent.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times of repeated runs, in milliseconds.
 *
 * @param median the middle one
 * @param low the time below which a tenth of the runs lie
 * @param high the time above which a tenth of the runs lie
 */
public record Timing(double median, double low, double high) {
    /**
     * {@return the times of each work, run {@code runs} times after a warm-up of at least a second} They take turns, so
     * that whatever else the machine does strikes all alike and their ratios can be trusted.
     */
    public static List<Timing> of(int runs, List<Runnable> works) {
        for (Runnable work : works) {
            long start = System.nanoTime();
            int warm = 0;
            while (warm++ < 5 || System.nanoTime() - start < 1_000_000_000L) {
                work.run();
            }
        }
        double[][] times = new double[works.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < times.length; i++) {
                long before = System.nanoTime();
                works.get(i).run();
                times[i][run] = (System.nanoTime() - before) * 1e-6;
            }
        }
        List<Timing> timings = new ArrayList<>();
        for (double[] measured : times) {
            Arrays.sort(measured);
            timings.add(new Timing(measured[runs / 2], measured[runs / 10], measured[runs - 1 - runs / 10]));
        }
        return timings;
    }
}
