package org.cotangent.cpu.convolution;

import java.lang.ref.Reference;
import org.cotangent.cpu.gemm.Gemm;
import org.cotangent.cpu.gemm.GemmBatch;
import org.cotangent.cpu.gemm.StridedMatrix;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.window.WindowSpace;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Image and weights, and perhaps a bias, to image: for each image and group the product of the weights and the unfolded
 * image. Constant weights are packed once, others in each run.
 *
 * @param <A> the array type of the numbers
 */
final class ForwardKernel<A> implements Kernel {

    private final Parallel parallel;
    private final Gemm<A> gemm;
    private final GemmBatch batch;
    private final A weights;
    private final boolean weightsArePacked;
    private final int groups;
    private final long groupBytes;
    private final @Nullable ChannelBias bias;

    /** @param constant the weights, if they never change */
    ForwardKernel(
            GemmArithmetic<A> arithmetic,
            ConvolutionSizes sizes,
            @Nullable Tensor constant,
            boolean biased,
            Parallel parallel) {
        WindowSpace windows = sizes.windows();
        int bytes = arithmetic.bytes();
        int depth = sizes.inputs() * windows.taps();
        int items = sizes.batch() * sizes.groups();
        this.parallel = parallel;
        this.groups = sizes.groups();
        this.groupBytes = (long) bytes * sizes.outputs() * depth;
        this.gemm = new Gemm<>(
                arithmetic,
                sizes.outputs(),
                windows.positions(),
                depth,
                StridedMatrix.of(arithmetic.movement(), depth, false),
                new UnfoldedImage(arithmetic.movement(), windows, sizes.inputs(), false),
                1);
        long[] left = new long[items];
        for (int item = 0; item < items; item++) {
            left[item] = item % groups * (long) gemm.packedLeftLength();
        }
        this.batch = new GemmBatch(
                left,
                GemmBatch.multiples(items, (long) bytes * sizes.inputs() * windows.elements()),
                GemmBatch.multiples(items, sizes.outputs() * gemm.resultStride()),
                gemm.resultStride());
        this.bias = biased ? new ChannelBias(arithmetic.rows(), groups, sizes.outputs()) : null;
        this.weights = arithmetic.array(groups * gemm.packedLeftLength());
        this.weightsArePacked = constant != null;
        if (constant != null) {
            pack(constant);
        }
    }

    private void pack(Tensor w) {
        try {
            for (int group = 0; group < groups; group++) {
                long address = HostMemory.address(w) + group * groupBytes;
                gemm.packLeft(parallel, address, weights, group * gemm.packedLeftLength());
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
            long x = HostMemory.address(io.input(0));
            long y = HostMemory.address(io.output(0));
            gemm.run(parallel, batch, 0, weights, x, false, y, false, bias);
        } finally {
            Reference.reachabilityFence(io);
        }
    }
}
