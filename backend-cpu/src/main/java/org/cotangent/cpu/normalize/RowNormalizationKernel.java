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
 * {@code y = (x - mean) / sqrt(variance + epsilon) * scale + bias} of each row; or, not centred, with 0 for the mean.
 * Input 1 is the scale, input 2, if there, the bias.
 */
final class RowNormalizationKernel implements Kernel {

    /**
     * What is normalised and what is wanted.
     *
     * @param meanOutput the output for the means of the rows, -1 for none
     * @param inverseOutput the output for the inverse standard deviations of the rows, -1 for none
     */
    record Form(
            long rows,
            int columns,
            boolean centred,
            boolean biased,
            double epsilon,
            int meanOutput,
            int inverseOutput) {}

    private final FloatRows loops;
    private final Form form;
    private final Parallel parallel;
    private final RangeTask task = this::run;

    private long input;
    private long scale;
    private long bias;
    private long output;
    private long means;
    private long inverses;

    RowNormalizationKernel(FloatRows loops, Form form, Parallel parallel) {
        this.loops = loops;
        this.form = form;
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
            bias = form.biased() ? HostMemory.address(io.input(2)) : 0;
            output = HostMemory.address(io.output(0));
            means = address(io, form.meanOutput());
            inverses = address(io, form.inverseOutput());
            parallel.forRange(form.rows(), NormalizationKernels.grain(form.columns()), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private static long address(Bindings io, int index) {
        return index >= 0 && io.hasOutput(index) ? HostMemory.address(io.output(index)) : 0;
    }

    private void run(long from, long to) {
        int n = form.columns();
        for (long row = from; row < to; row++) {
            long x = input + 4L * n * row;
            float mean = form.centred() ? (float) (loops.combine(Combination.SUM, x, n) / n) : 0;
            double variance = loops.sumOfSquaresAround(mean, x, n) / n;
            float inverse = (float) (1 / Math.sqrt(variance + form.epsilon()));
            loops.standardize(output + 4L * n * row, mean, inverse, x, scale, bias, n);
            if (means != 0) {
                NativeMemory.setFloat(means + 4 * row, mean);
            }
            if (inverses != 0) {
                NativeMemory.setFloat(inverses + 4 * row, inverse);
            }
        }
    }
}
