package org.cotangent.cpu.convolution;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.cpu.primitive.WindowLoops;
import org.cotangent.cpu.window.PaddedWindows;
import org.cotangent.spi.tensor.Tensor;

/** What the kernels of convolutions with one input channel in each group have in common. */
final class DepthwiseWork {

    /** Products that are worth a thread's start. */
    private static final long LEAST_PRODUCTS = 64 * 1024;

    private DepthwiseWork() {}

    /** {@return how many planes are worth a thread's start} */
    static long grain(ConvolutionSizes sizes) {
        return Math.max(1, LEAST_PRODUCTS / ((long) sizes.positions() * sizes.taps()));
    }

    /** Copies all elements of a tensor. */
    static void read(Tensor from, float[] to) {
        MemorySegment.copy(from.segment(), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, to, 0, to.length);
    }

    /** Writes the weighted sums of all windows of a padded plane, one after another. */
    static void sum(
            WindowLoops loops,
            PaddedWindows windows,
            long plane,
            long target,
            float[] weights,
            int at,
            float constant) {
        long rowBytes = 4L * windows.width();
        for (int block = 0; block < windows.blocks().length; block++) {
            loops.weightedSum(
                    target + windows.results(block),
                    rowBytes,
                    plane + windows.blocks()[block],
                    windows.rowStride(),
                    windows.rows(),
                    windows.width(),
                    windows.offsets(),
                    weights,
                    at,
                    constant);
        }
    }
}
