package org.cotangent.cpu.convolution;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.PaddedPlane;
import org.cotangent.cpu.window.PaddedWindows;
import org.cotangent.cpu.window.PlaneScratch;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * The transpose of a convolution with one input channel in each group. Each plane of the image is the weighted sum of
 * the taps in all planes of its group, {@link Phase} by phase; the phases of a plane are put together while they are in
 * the cache.
 */
final class DepthwiseTransposeKernel implements Kernel {

    private final Primitives primitives;
    private final ConvolutionSizes sizes;
    private final boolean biased;
    private final Parallel parallel;
    private final PaddedPlane padded;
    private final List<Phase> phases;
    private final List<PaddedWindows> windows;
    private final PhaseMerge merge;
    private final PlaneScratch scratch;
    /** The padded planes of a group, and behind them the phases of a plane. */
    private final long planesBytes;
    /** Weights as they came. */
    private final float[] given;
    /** For each phase, the weights of its taps: for each group those of all its planes. */
    private final float[][] weights;

    private final RangeTask task = this::planes;

    private long dy;
    private long dx;
    private long bias;

    /** @param biased whether input 2 is a bias */
    DepthwiseTransposeKernel(Primitives primitives, ConvolutionSizes sizes, boolean biased, Parallel parallel) {
        this.primitives = primitives;
        this.sizes = sizes;
        this.biased = biased;
        this.parallel = parallel;
        this.phases = Phase.of(sizes.axes());
        this.padded = new PaddedPlane(primitives.movement(), union(phases));
        this.windows = phases.stream().map(this::windows).toList();
        this.merge = new PhaseMerge(primitives.movement(), sizes.axes(), phases);
        this.planesBytes = 4L * sizes.outputs() * padded.elements();
        this.scratch = new PlaneScratch(parallel, planesBytes / 4 + merge.elements(1), 0);
        this.given = new float[sizes.groups() * sizes.outputs() * sizes.taps()];
        this.weights = new float[phases.size()][];
        for (int phase = 0; phase < weights.length; phase++) {
            weights[phase] = new float
                    [sizes.groups() * sizes.outputs() * phases.get(phase).taps().length];
        }
    }

    /** Windows that include those of all phases. */
    private static List<WindowAxis> union(List<Phase> phases) {
        List<WindowAxis> union = new ArrayList<>();
        for (int i = 0; i < phases.getFirst().axes().size(); i++) {
            int axis = i;
            List<WindowAxis> all =
                    phases.stream().map(phase -> phase.axes().get(axis)).toList();
            int[] taps = all.stream().flatMapToInt(a -> IntStream.of(a.taps())).toArray();
            int count = all.stream().mapToInt(WindowAxis::count).max().orElseThrow();
            union.add(new WindowAxis(all.getFirst().size(), count, 1, taps));
        }
        return union;
    }

    /** The windows of a phase, with the taps in all planes of a group. */
    private PaddedWindows windows(Phase phase) {
        PaddedWindows one = padded.windows(phase.axes());
        int taps = one.offsets().length;
        long[] offsets = new long[sizes.outputs() * taps];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = 4L * (i / taps) * padded.elements() + one.offsets()[i % taps];
        }
        return new PaddedWindows(offsets, one.blocks(), one.rows(), one.rowStride(), one.width());
    }

    @Override
    public void run(Bindings io) {
        try {
            dy = HostMemory.address(io.input(0));
            dx = HostMemory.address(io.output(0));
            bias = biased ? HostMemory.address(io.input(2)) : 0;
            DepthwiseWork.read(io.input(1), given);
            arrangeWeights();
            parallel.forRange((long) sizes.batch() * sizes.groups(), DepthwiseWork.grain(sizes), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void arrangeWeights() {
        for (int phase = 0; phase < weights.length; phase++) {
            int[] taps = phases.get(phase).taps();
            for (int i = 0; i < weights[phase].length; i++) {
                weights[phase][i] = given[i / taps.length * sizes.taps() + taps[i % taps.length]];
            }
        }
    }

    private void planes(long from, long to) {
        MemorySegment room = scratch.take();
        long side = room.address() + planesBytes;
        for (long i = from; i < to; i++) {
            int group = (int) (i % sizes.groups());
            for (int output = 0; output < sizes.outputs(); output++) {
                long plane = i * sizes.outputs() + output;
                padded.load(dy + 4 * plane * sizes.positions(), room.address() + 4L * output * padded.elements());
            }
            long target = dx + 4 * i * sizes.plane();
            float constant = bias == 0 ? 0 : NativeMemory.getFloat(bias + 4L * group);
            for (int phase = 0; phase < weights.length; phase++) {
                int taps = windows.get(phase).offsets().length;
                long place = weights.length == 1 ? target : side + 4 * merge.start(phase, 1);
                DepthwiseWork.sum(
                        primitives.windows(),
                        windows.get(phase),
                        room.address(),
                        place,
                        weights[phase],
                        group * taps,
                        constant);
            }
            if (weights.length > 1) {
                merge.plane(1, 0, side, target);
            }
        }
        scratch.put(room);
    }
}
