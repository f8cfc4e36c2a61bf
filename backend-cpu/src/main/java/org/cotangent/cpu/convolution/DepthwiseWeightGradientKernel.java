package org.cotangent.cpu.convolution;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
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

/** Image and cotangent of the result to cotangent of the weights, with one input channel in each group. */
final class DepthwiseWeightGradientKernel implements Kernel {

    private final Primitives primitives;
    private final ConvolutionSizes sizes;
    private final Parallel parallel;
    private final PaddedPlane padded;
    private final PaddedWindows windows;
    private final PlaneScratch scratch;
    /** For each output channel the sums of its taps. */
    private final double[][] sums;

    private final RangeTask task = this::groups;

    private long x;
    private long dy;
    private long dw;

    DepthwiseWeightGradientKernel(Primitives primitives, ConvolutionSizes sizes, Parallel parallel) {
        this.primitives = primitives;
        this.sizes = sizes;
        this.parallel = parallel;
        this.padded = new PaddedPlane(primitives.movement(), sizes.axes());
        this.windows = padded.windows(sizes.axes());
        this.scratch = new PlaneScratch(parallel, padded.elements(), 0);
        this.sums = new double[sizes.groups() * sizes.outputs()][sizes.taps()];
    }

    @Override
    public void run(Bindings io) {
        try {
            x = HostMemory.address(io.input(0));
            dy = HostMemory.address(io.input(1));
            dw = HostMemory.address(io.output(0));
            long perGroup = Math.max(1, (long) sizes.batch() * sizes.outputs());
            parallel.forRange(sizes.groups(), Math.max(1, DepthwiseWork.grain(sizes) / perGroup), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void groups(long from, long to) {
        MemorySegment room = scratch.take();
        for (int group = (int) from; group < to; group++) {
            int first = group * sizes.outputs();
            int last = first + sizes.outputs();
            for (int channel = first; channel < last; channel++) {
                Arrays.fill(sums[channel], 0);
            }
            for (int image = 0; image < sizes.batch(); image++) {
                long item = (long) image * sizes.groups() + group;
                padded.load(x + 4 * item * sizes.plane(), room.address());
                for (int channel = first; channel < last; channel++) {
                    long plane = (long) image * sizes.groups() * sizes.outputs() + channel;
                    products(dy + 4 * plane * windows.positions(), room.address(), sums[channel]);
                }
            }
            for (int channel = first; channel < last; channel++) {
                for (int tap = 0; tap < sizes.taps(); tap++) {
                    NativeMemory.setFloat(dw + 4L * (channel * sizes.taps() + tap), (float) sums[channel][tap]);
                }
            }
        }
        scratch.put(room);
    }

    private void products(long plane, long room, double[] target) {
        long rowBytes = 4L * windows.width();
        for (int block = 0; block < windows.blocks().length; block++) {
            primitives
                    .windows()
                    .products(
                            plane + windows.results(block),
                            rowBytes,
                            room + windows.blocks()[block],
                            windows.rowStride(),
                            windows.rows(),
                            windows.width(),
                            windows.offsets(),
                            target);
        }
    }
}
