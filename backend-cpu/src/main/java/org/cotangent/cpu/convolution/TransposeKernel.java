package org.cotangent.cpu.convolution;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of a convolution in its image: image of its result and weights, and perhaps a bias, to image. Each
 * {@link Phase} is a convolution of its own. Where there is more than one, they are computed side by side for some
 * images at a time and then put together.
 */
final class TransposeKernel implements Kernel {

    /** Bytes of images that are computed side by side, at most, unless one image has more. */
    private static final long MOST_BYTES = 1 << 22;

    private final Parallel parallel;
    private final Movement movement;
    private final ConvolutionSizes sizes;
    private final List<? extends PhaseProduct<?>> products;
    private final PhaseMerge merge;
    private final int images;
    private final int remaining;
    private final boolean direct;
    private final boolean weightsArePacked;
    private final @Nullable ChannelBias bias;
    private final MemorySegment phases;

    /** @param constant the weights, if they never change */
    TransposeKernel(
            GemmArithmetic<?> arithmetic,
            ConvolutionSizes sizes,
            @Nullable Tensor constant,
            boolean biased,
            Parallel parallel) {
        List<Phase> all = Phase.of(sizes.axes());
        int channels = sizes.groups() * sizes.inputs();
        this.parallel = parallel;
        this.movement = arithmetic.movement();
        this.sizes = sizes;
        this.direct = all.size() == 1;
        this.merge = new PhaseMerge(movement, sizes.axes(), all);
        long imageBytes = movement.bytes() * merge.elements(channels);
        this.images = direct ? sizes.batch() : Math.clamp(MOST_BYTES / imageBytes, 1, sizes.batch());
        this.remaining = (sizes.batch() - 1) % images + 1;
        this.products = all.stream().map(phase -> product(arithmetic, phase)).toList();
        this.bias = biased ? new ChannelBias(arithmetic.rows(), sizes.groups(), sizes.inputs()) : null;
        this.phases = Scratch.allocate(direct ? 0 : images * imageBytes);
        this.weightsArePacked = constant != null;
        if (constant != null) {
            pack(constant);
        }
    }

    private <A> PhaseProduct<A> product(GemmArithmetic<A> arithmetic, Phase phase) {
        return new PhaseProduct<>(arithmetic, sizes, phase, images, remaining);
    }

    private void pack(Tensor w) {
        try {
            for (int phase = 0; phase < products.size(); phase++) {
                products.get(phase).pack(parallel, HostMemory.address(w));
            }
        } finally {
            Reference.reachabilityFence(w);
        }
    }

    @Override
    public void run(Bindings io) {
        try {
            if (!weightsArePacked) {
                pack(io.input(1));
            }
            if (bias != null) {
                bias.bind(HostMemory.address(io.input(2)));
            }
            long dy = HostMemory.address(io.input(0));
            long dx = HostMemory.address(io.output(0));
            for (int image = 0; image < sizes.batch(); image += images) {
                run(image, dy, dx);
            }
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(phases);
        }
    }

    private void run(int image, long dy, long dx) {
        int bytes = movement.bytes();
        boolean last = image + images >= sizes.batch();
        long channels = (long) sizes.groups() * sizes.inputs();
        long planes = (last ? remaining : images) * channels;
        long source = dy + (long) bytes * image * sizes.groups() * sizes.outputs() * sizes.positions();
        long target = dx + bytes * (image * channels * sizes.plane());
        for (int phase = 0; phase < products.size(); phase++) {
            long place = direct ? target : phases.address() + bytes * merge.start(phase, planes);
            products.get(phase).run(parallel, last, source, place, bias);
        }
        if (!direct) {
            merge.run(parallel, planes, phases.address(), target);
        }
    }
}
