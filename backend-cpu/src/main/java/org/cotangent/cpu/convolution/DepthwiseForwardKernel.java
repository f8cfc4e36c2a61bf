package org.cotangent.cpu.convolution;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.PaddedPlane;
import org.cotangent.cpu.window.PaddedWindows;
import org.cotangent.cpu.window.PlaneScratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * A convolution with one input channel in each group: each output channel is the weighted sum of the taps of one plane.
 */
final class DepthwiseForwardKernel implements Kernel {

    private final Primitives primitives;
    private final ConvolutionSizes sizes;
    private final Parallel parallel;
    private final PaddedPlane padded;
    private final PaddedWindows windows;
    private final PlaneScratch scratch;
    private final float[] weights;
    private final long grain;
    private final RangeTask task = this::channels;

    private long x;
    private long y;
    private long bias;

    DepthwiseForwardKernel(Primitives primitives, ConvolutionSizes sizes, Parallel parallel) {
        this.primitives = primitives;
        this.sizes = sizes;
        this.parallel = parallel;
        this.padded = new PaddedPlane(primitives.movement(), sizes.axes());
        this.windows = padded.windows(sizes.axes());
        this.scratch = new PlaneScratch(parallel, padded.elements(), 0);
        this.weights = new float[sizes.groups() * sizes.outputs() * sizes.taps()];
        this.grain = DepthwiseWork.grain(sizes);
    }

    @Override
    public void run(Bindings io) {
        try {
            x = HostMemory.address(io.input(0));
            y = HostMemory.address(io.output(0));
            bias = io.hasInput(2) ? HostMemory.address(io.input(2)) : 0;
            DepthwiseWork.read(io.input(1), weights);
            long channels = (long) sizes.batch() * sizes.groups() * sizes.outputs();
            parallel.forRange(channels, grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void channels(long from, long to) {
        MemorySegment room = scratch.take();
        int outputs = sizes.groups() * sizes.outputs();
        for (long i = from; i < to; i++) {
            int channel = (int) (i % outputs);
            if (i == from || channel % sizes.outputs() == 0) {
                padded.load(x + 4 * (i / sizes.outputs()) * sizes.plane(), room.address());
            }
            float constant = bias == 0 ? 0 : NativeMemory.getFloat(bias + 4L * channel);
            long target = y + 4 * i * windows.positions();
            DepthwiseWork.sum(
                    primitives.windows(), windows, room.address(), target, weights, channel * sizes.taps(), constant);
        }
        scratch.put(room);
    }
}
