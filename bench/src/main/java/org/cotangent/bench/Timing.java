package org.cotangent.bench;

import java.util.Arrays;

/**
 * The times of repeated runs, in milliseconds.
 *
 * @param median the middle one
 * @param low the time below which a tenth of the runs lie
 * @param high the time above which a tenth of the runs lie
 */
record Timing(double median, double low, double high) {
    /** {@return the times of {@code runs} runs after a warm-up of at least a second} */
    static Timing of(int runs, Runnable work) {
        long start = System.nanoTime();
        int warm = 0;
        while (warm++ < 5 || System.nanoTime() - start < 1_000_000_000L) {
            work.run();
        }
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++) {
            long before = System.nanoTime();
            work.run();
            times[i] = (System.nanoTime() - before) * 1e-6;
        }
        Arrays.sort(times);
        return new Timing(times[runs / 2], times[runs / 10], times[runs - 1 - runs / 10]);
    }
}
