package org.cotangent.cpu;

import java.lang.System.Logger.Level;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Parallel;

/** The backend of the host's processors, which is always available. It owns the one pool of compute threads. */
public final class CpuBackend implements Backend {

    /** The name by which people choose this backend. */
    public static final String NAME = "cpu";

    private final ComputePool pool;

    /** As many threads as the system property {@value ComputePool#THREADS_PROPERTY} says, or one per processor. */
    public CpuBackend() {
        this(ComputePool.configuredThreads());
    }

    /** A backend of {@code threads} compute threads. */
    public CpuBackend(int threads) {
        pool = new ComputePool(threads);
        System.getLogger(CpuBackend.class.getName()).log(Level.DEBUG, "cpu: {0}", description());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability probe() {
        return new Availability.Available(description());
    }

    @Override
    public Parallel parallel() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    private String description() {
        return pool.threads() + (pool.threads() == 1 ? " thread, " : " threads, ") + PrimitiveSelection.describe();
    }
}
