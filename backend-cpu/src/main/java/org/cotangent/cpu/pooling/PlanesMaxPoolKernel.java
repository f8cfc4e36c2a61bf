package org.cotangent.cpu.pooling;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.window.PlaneScratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** Images [batch, channels, sizes...]: so many planes at a time are transposed to neighbouring channels, and back. */
final class PlanesMaxPoolKernel implements Kernel {

    /** Taps that are worth a thread's start. */
    private static final long LEAST_TAPS = 32 * 1024;

    private final ChannelMaxPool pool;
    private final Movement movement;
    private final long planes;
    private final int width;
    private final Parallel parallel;
    private final PlaneScratch scratch;
    private final long grain;
    private final RangeTask task = this::blocks;

    private long x;
    private long second;
    private long result;

    /**
     * Pools so many planes.
     *
     * @param pool for images with a pitch of {@code width} channels
     * @param width planes at a time
     */
    PlanesMaxPoolKernel(ChannelMaxPool pool, Movement movement, long planes, int width, Parallel parallel) {
        this.pool = pool;
        this.movement = movement;
        this.planes = planes;
        this.width = width;
        this.parallel = parallel;
        this.scratch = new PlaneScratch(parallel, width * (pool.elements() + pool.seconds() + pool.results()), 0);
        this.grain = Math.max(1, LEAST_TAPS / Math.max(1, pool.taps() * width));
    }

    @Override
    public void run(Bindings io) {
        try {
            x = HostMemory.address(io.input(0));
            second = pool.form() == MaxPoolForm.MAXIMUM ? 0 : HostMemory.address(io.input(1));
            result = HostMemory.address(io.output(0));
            parallel.forRange(Math.ceilDiv(planes, width), grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void blocks(long from, long to) {
        MemorySegment room = scratch.take();
        long images = room.address();
        long seconds = images + 4L * width * pool.elements();
        long results = seconds + 4L * width * pool.seconds();
        for (long block = from; block < to; block++) {
            long first = block * width;
            int count = (int) Math.min(width, planes - first);
            load(x, first, count, pool.elements(), images);
            load(second, first, count, pool.seconds(), seconds);
            pool.image(images, seconds, results, count);
            store(results, first, count, pool.results());
        }
        scratch.put(room);
    }

    private void load(long tensor, long first, int count, long elements, long target) {
        if (elements > 0) {
            movement.transpose(tensor + 4 * first * elements, 4 * elements, target, 4L * width, count, (int) elements);
        }
    }

    private void store(long source, long first, int count, long elements) {
        movement.transpose(source, 4L * width, result + 4 * first * elements, 4 * elements, (int) elements, count);
    }
}
