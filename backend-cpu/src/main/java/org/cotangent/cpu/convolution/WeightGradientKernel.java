package org.cotangent.cpu.convolution;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.cotangent.cpu.gemm.Gemm;
import org.cotangent.cpu.gemm.GemmBatch;
import org.cotangent.cpu.gemm.StridedMatrix;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.cpu.window.WindowSpace;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;

/**
 * Image and cotangent of the result to cotangent of the weights: for each group the sum over the images of the products
 * of the cotangent and the transposed unfolded image.
 *
 * <p>Where the weights are few the images are shared out, and the sums of the shares are added up. The number of shares
 * follows from the sizes alone, so that the result does not depend on the threads.
 */
final class WeightGradientKernel implements Kernel {

    /** Elements of the result, of all shares together, from which on there is enough to do at once. */
    private static final int ENOUGH_ELEMENTS = 1 << 14;

    private static final int MOST_SHARES = 16;
    private final Parallel parallel;
    private final Gemm<?> gemm;
    private final GemmBatch batch;
    private final RowArithmetic rows;
    private final int shares;
    private final int elements;
    private final MemorySegment sums;

    WeightGradientKernel(GemmArithmetic<?> arithmetic, ConvolutionSizes sizes, Parallel parallel) {
        WindowSpace windows = sizes.windows();
        int bytes = arithmetic.bytes();
        int groups = sizes.groups();
        int columns = sizes.inputs() * windows.taps();
        this.parallel = parallel;
        this.rows = arithmetic.rows();
        this.gemm = new Gemm<>(
                arithmetic,
                sizes.outputs(),
                columns,
                windows.positions(),
                StridedMatrix.of(arithmetic.movement(), windows.positions(), false),
                new TransposedUnfolding(new UnfoldedImage(arithmetic.movement(), windows, sizes.inputs(), false)),
                1);
        this.elements = groups * sizes.outputs() * columns;
        this.shares = shares(sizes.batch(), elements);
        int terms = sizes.batch() / shares;
        long[] left = new long[sizes.batch() * groups];
        long[] right = new long[left.length];
        for (int i = 0; i < left.length; i++) {
            int item = i / terms;
            long image = (long) (item / groups * terms + i % terms) * groups + item % groups;
            left[i] = image * bytes * sizes.outputs() * windows.positions();
            right[i] = image * bytes * sizes.inputs() * windows.elements();
        }
        long[] result = GemmBatch.multiples(shares * groups, sizes.outputs() * gemm.resultStride());
        this.batch = new GemmBatch(left, right, result, gemm.resultStride());
        this.sums = Scratch.allocate(shares == 1 ? 0 : (long) bytes * shares * elements);
    }

    /** A divisor of the number of images. */
    private static int shares(int images, int elements) {
        int shares = 1;
        for (int i = 2; i <= Math.min(images, MOST_SHARES); i++) {
            if (images % i == 0 && (long) shares * elements < ENOUGH_ELEMENTS) {
                shares = i;
            }
        }
        return shares;
    }

    @Override
    public void run(Bindings io) {
        try {
            long x = HostMemory.address(io.input(0));
            long dy = HostMemory.address(io.input(1));
            long dw = HostMemory.address(io.output(0));
            long target = shares == 1 ? dw : sums.address();
            gemm.run(parallel, batch, dy, null, x, false, target, false, null);
            if (shares > 1) {
                NativeMemory.copy(target, dw, (long) rows.bytes() * elements);
                for (int share = 1; share < shares; share++) {
                    long sum = target + (long) rows.bytes() * elements * share;
                    rows.combineInto(Combination.SUM, dw, sum, elements);
                }
            }
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(sums);
        }
    }
}
