package org.cotangent.spi.backend;

/** Runs loops on the compute threads of a backend. */
public interface Parallel {
    /**
     * Runs a task over [0, n), split into at most {@link #threads()} parts of at least {@code grain}; returns when all
     * are done. The split depends on nothing but n, grain and the number of threads.
     */
    void forRange(long n, long grain, RangeTask task);

    int threads();

    /** {@return the one that runs everything on the calling thread} */
    static Parallel sequential() {
        return new Parallel() {
            @Override
            public void forRange(long n, long grain, RangeTask task) {
                if (n > 0) {
                    task.run(0, n);
                }
            }

            @Override
            public int threads() {
                return 1;
            }
        };
    }
}
