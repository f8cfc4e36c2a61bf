package org.cotangent.cpu.normalize;

import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * {@code y = (x - mean) / sqrt(variance + epsilon) * scale + bias} of [images, groups, channels, plane], with mean and
 * variance per image and group; input 1 is the scale, input 2 the bias of each channel of each group.
 */
final class GroupNormalizationKernel implements Kernel {

    private final FloatRows loops;
    private final long images;
    private final int groups;
    private final int channels;
    private final int plane;
    private final double epsilon;
    private final Parallel parallel;
    private final RangeTask task = this::run;

    private long input;
    private long scale;
    private long bias;
    private long output;

    /** @param channels how many a group has */
    GroupNormalizationKernel(
            FloatRows loops, long images, int groups, int channels, int plane, double epsilon, Parallel parallel) {
        this.loops = loops;
        this.images = images;
        this.groups = groups;
        this.channels = channels;
        this.plane = plane;
        this.epsilon = epsilon;
        this.parallel = parallel;
    }

    @Override
    public boolean mayOverwrite(int i) {
        return i == 0;
    }

    @Override
    public void run(Bindings io) {
        try {
            input = HostMemory.address(io.input(0));
            scale = HostMemory.address(io.input(1));
            bias = HostMemory.address(io.input(2));
            output = HostMemory.address(io.output(0));
            parallel.forRange(images * groups, NormalizationKernels.grain((long) channels * plane), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        int n = channels * plane;
        for (long row = from; row < to; row++) {
            long x = input + 4L * n * row;
            long y = output + 4L * n * row;
            float mean = (float) (loops.combine(Combination.SUM, x, n) / n);
            double variance = loops.sumOfSquaresAround(mean, x, n) / n;
            double inverse = 1 / Math.sqrt(variance + epsilon);
            long first = row % groups * channels;
            for (int c = 0; c < channels; c++) {
                float factor = (float) (inverse * NativeMemory.getFloat(scale + 4 * (first + c)));
                float shift = NativeMemory.getFloat(bias + 4 * (first + c));
                long place = 4L * c * plane;
                loops.standardize(y + place, mean, factor, shift, x + place, plane);
            }
        }
    }
}
