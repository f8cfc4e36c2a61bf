package org.cotangent.engine.plan;

import org.cotangent.spi.backend.RandomSource;

/** What changes from run to run. */
final class RunState {
    private long seed;
    private long run;
    private long allocations;

    void seed(long value) {
        seed = value;
        run = 0;
    }

    /** Makes the random numbers of the next run follow from those of the node that holds the graph. */
    void seed(RandomSource source) {
        seed(source.seed() ^ (source.node() + 1) * 0xD1B54A32D192ED03L);
    }

    void nextRun() {
        run++;
    }

    RandomSource random(long node) {
        return new RandomSource(seed + 0x9E3779B97F4A7C15L * run, node);
    }

    void countAllocation() {
        allocations++;
    }

    long allocations() {
        return allocations;
    }
}
