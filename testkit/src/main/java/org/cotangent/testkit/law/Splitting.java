package org.cotangent.testkit.law;

import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** Three threads that take turns on the calling one, the last part first: whoever relies on an order is found out. */
record Splitting() implements Parallel {
    private static final int THREADS = 3;

    @Override
    public void forRange(long n, long grain, RangeTask task) {
        long parts = Math.clamp(n / Math.max(1, grain), 1, THREADS);
        for (long part = parts - 1; part >= 0; part--) {
            long from = part * n / parts;
            long to = (part + 1) * n / parts;
            if (from < to) {
                task.run(from, to);
            }
        }
    }

    @Override
    public int threads() {
        return THREADS;
    }
}
