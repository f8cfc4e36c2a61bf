package org.cotangent.cpu.convolution;

import org.cotangent.cpu.gemm.BlockEpilogue;
import org.cotangent.cpu.gemm.Gemm;
import org.cotangent.cpu.gemm.GemmBatch;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.spi.backend.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The product that gives one {@link Phase} of the transpose of a convolution.
 *
 * @param <A> the array type of the numbers
 */
final class PhaseProduct<A> {

    private final Gemm<A> gemm;
    private final A weights;
    private final int groups;
    private final long groupBytes;
    private final GemmBatch whole;
    private final GemmBatch rest;

    /**
     * Plans the product for batches of images.
     *
     * @param images how many images there are in a whole batch
     * @param remaining how many there are in the last batch
     */
    PhaseProduct(GemmArithmetic<A> arithmetic, ConvolutionSizes sizes, Phase phase, int images, int remaining) {
        int outputs = sizes.outputs();
        this.groups = sizes.groups();
        this.groupBytes = (long) arithmetic.bytes() * outputs * sizes.inputs() * sizes.taps();
        this.gemm = new Gemm<>(
                arithmetic,
                sizes.inputs(),
                phase.elements(),
                phase.taps().length * outputs,
                new WeightTranspose(arithmetic.movement(), phase.taps(), sizes.taps(), sizes.inputs(), outputs),
                new UnfoldedImage(arithmetic.movement(), phase.windows(), outputs, true),
                1);
        this.weights = arithmetic.array(groups * gemm.packedLeftLength());
        long source = (long) arithmetic.bytes() * outputs * sizes.positions();
        this.whole = batch(images * groups, source, sizes.inputs());
        this.rest = remaining == images ? whole : batch(remaining * groups, source, sizes.inputs());
    }

    private GemmBatch batch(int items, long source, int inputs) {
        long[] left = new long[items];
        for (int item = 0; item < items; item++) {
            left[item] = item % groups * (long) gemm.packedLeftLength();
        }
        return new GemmBatch(
                left,
                GemmBatch.multiples(items, source),
                GemmBatch.multiples(items, inputs * gemm.resultStride()),
                gemm.resultStride());
    }

    /** Packs the weights at an address. */
    void pack(Parallel parallel, long w) {
        for (int group = 0; group < groups; group++) {
            gemm.packLeft(parallel, w + group * groupBytes, weights, group * gemm.packedLeftLength());
        }
    }

    /** Computes a batch, whole or the last. */
    void run(Parallel parallel, boolean last, long dy, long target, @Nullable BlockEpilogue bias) {
        gemm.run(parallel, last ? rest : whole, 0, weights, dy, false, target, false, bias);
    }
}
