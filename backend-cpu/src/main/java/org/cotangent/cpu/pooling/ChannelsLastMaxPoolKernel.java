package org.cotangent.cpu.pooling;

import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * Images [batch, sizes..., channels]. Threads share rows of windows; where results are added up, images and channels.
 */
final class ChannelsLastMaxPoolKernel implements Kernel {

    /** Taps that are worth a thread's start. */
    private static final long LEAST_TAPS = 32 * 1024;
    /** Channels that fill a line of the cache. */
    private static final int LINE = 16;

    private final ChannelMaxPool pool;
    private final int channels;
    private final Parallel parallel;
    /** Channels of a task, and how many such tasks an image is. */
    private final int block;

    private final int blocks;
    private final long tasks;
    private final long grain;
    private final RangeTask task;

    private long x;
    private long second;
    private long result;

    ChannelsLastMaxPoolKernel(ChannelMaxPool pool, long batch, int channels, Parallel parallel) {
        this.pool = pool;
        this.channels = channels;
        this.parallel = parallel;
        boolean adds = pool.form() == MaxPoolForm.SCATTER;
        int wanted = adds ? Math.toIntExact(Math.ceilDiv(parallel.threads(), Math.min(batch, parallel.threads()))) : 1;
        this.block = wanted == 1 ? channels : Math.min(channels, LINE * Math.ceilDiv(channels, LINE * wanted));
        this.blocks = Math.ceilDiv(channels, block);
        this.tasks = adds ? batch * blocks : batch * pool.rows();
        this.grain = Math.max(1, LEAST_TAPS * tasks / Math.max(1, pool.taps() * batch * channels));
        this.task = adds ? this::images : this::rows;
    }

    @Override
    public void run(Bindings io) {
        try {
            x = HostMemory.address(io.input(0));
            second = pool.form() == MaxPoolForm.MAXIMUM ? 0 : HostMemory.address(io.input(1));
            result = HostMemory.address(io.output(0));
            parallel.forRange(tasks, grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void images(long from, long to) {
        for (long i = from; i < to; i++) {
            long image = i / blocks;
            int first = (int) (i % blocks) * block;
            pool.image(
                    at(x, image, pool.elements()) + 4L * first,
                    at(second, image, pool.seconds()) + 4L * first,
                    at(result, image, pool.results()) + 4L * first,
                    Math.min(block, channels - first));
        }
    }

    private void rows(long from, long to) {
        long i = from;
        while (i < to) {
            long image = i / pool.rows();
            int first = (int) (i % pool.rows());
            int last = (int) Math.min(pool.rows(), first + to - i);
            pool.rows(
                    at(x, image, pool.elements()),
                    at(second, image, pool.seconds()),
                    at(result, image, pool.results()),
                    channels,
                    first,
                    last);
            i += last - first;
        }
    }

    private long at(long address, long image, long elements) {
        return address + 4 * image * elements * channels;
    }
}
