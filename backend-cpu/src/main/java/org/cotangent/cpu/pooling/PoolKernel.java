package org.cotangent.cpu.pooling;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.PaddedPlane;
import org.cotangent.cpu.window.PaddedWindows;
import org.cotangent.cpu.window.PlaneScratch;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** Reduces the windows of every plane, one plane at a time. */
abstract sealed class PoolKernel implements Kernel permits AveragePoolKernel, MaxPoolKernel {

    /** Taps that are worth a thread's start. */
    private static final long LEAST_TAPS = 32 * 1024;

    final Primitives primitives;
    final PaddedWindows windows;
    private final Parallel parallel;
    private final PaddedPlane padded;
    private final PlaneScratch scratch;
    private final long planes;
    private final long planeBytes;
    private final long grain;
    private final RangeTask task = this::planes;

    private long x;
    private long y;

    /**
     * Plans the pooling of so many planes.
     *
     * @param padding what stands in the padding
     * @param extra how many numbers {@link #pool} needs for itself
     */
    PoolKernel(
            Primitives primitives, List<WindowAxis> axes, long planes, float padding, long extra, Parallel parallel) {
        this.primitives = primitives;
        this.parallel = parallel;
        this.planes = planes;
        this.padded = new PaddedPlane(primitives.movement(), axes);
        this.windows = padded.windows(axes);
        this.scratch = new PlaneScratch(parallel, padded.elements() + extra, padding);
        this.planeBytes = 4L * axes.stream().mapToInt(WindowAxis::size).reduce(1, Math::multiplyExact);
        this.grain = Math.max(1, LEAST_TAPS / ((long) windows.positions() * windows.offsets().length));
    }

    @Override
    public final void run(Bindings io) {
        try {
            x = HostMemory.address(io.input(0));
            y = HostMemory.address(io.output(0));
            bind(io);
            parallel.forRange(planes, grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void planes(long from, long to) {
        MemorySegment room = scratch.take();
        for (long plane = from; plane < to; plane++) {
            padded.load(x + plane * planeBytes, room.address());
            long target = y + 4 * plane * windows.positions();
            pool(plane, room.address(), target, room.address() + 4L * padded.elements());
        }
        scratch.put(room);
    }

    /** Notes where other tensors are. */
    void bind(Bindings io) {}

    /**
     * Reduces a plane.
     *
     * @param plane its number
     * @param source the padded plane
     * @param target where the results go
     * @param extra address of the numbers that were asked for
     */
    abstract void pool(long plane, long source, long target, long extra);
}
