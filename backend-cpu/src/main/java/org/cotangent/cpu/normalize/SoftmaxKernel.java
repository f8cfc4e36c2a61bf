package org.cotangent.cpu.normalize;

import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** {@code exp(x) / sum(exp(x))} of each row, or its logarithm, without overflow. */
final class SoftmaxKernel implements Kernel {

    private final FloatRows loops;
    private final boolean logarithmic;
    private final long rows;
    private final int columns;
    private final Parallel parallel;
    private final RangeTask task = this::run;

    private long input;
    private long output;

    SoftmaxKernel(FloatRows loops, boolean logarithmic, long rows, int columns, Parallel parallel) {
        this.loops = loops;
        this.logarithmic = logarithmic;
        this.rows = rows;
        this.columns = columns;
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
            output = HostMemory.address(io.output(0));
            parallel.forRange(rows, NormalizationKernels.grain(columns), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        for (long row = from; row < to; row++) {
            long x = input + 4L * columns * row;
            long y = output + 4L * columns * row;
            float greatest = (float) loops.combine(Combination.MAX, x, columns);
            if (logarithmic) {
                double logarithm = Math.log(loops.sumOfExpShifted(greatest, x, columns));
                loops.shift(y, greatest, x, columns);
                loops.addConstant(y, (float) -logarithm, columns);
            } else {
                double sum = loops.expShifted(y, greatest, x, columns);
                loops.scale(y, (float) (1 / sum), y, columns);
            }
        }
    }
}
