package org.cotangent.cpu.normalize;

import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** {@code y (dy - sum(y dy))} of each row, or {@code dy - exp(y) sum(dy)} where y is a logarithm. */
final class SoftmaxGradientKernel implements Kernel {

    private final FloatRows loops;
    private final boolean logarithmic;
    private final long rows;
    private final int columns;
    private final Parallel parallel;
    private final RangeTask task = this::run;

    private long result;
    private long cotangent;
    private long output;

    SoftmaxGradientKernel(FloatRows loops, boolean logarithmic, long rows, int columns, Parallel parallel) {
        this.loops = loops;
        this.logarithmic = logarithmic;
        this.rows = rows;
        this.columns = columns;
        this.parallel = parallel;
    }

    @Override
    public boolean mayOverwrite(int i) {
        return true;
    }

    @Override
    public void run(Bindings io) {
        try {
            result = HostMemory.address(io.input(0));
            cotangent = HostMemory.address(io.input(1));
            output = HostMemory.address(io.output(0));
            parallel.forRange(rows, NormalizationKernels.grain(columns), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        for (long row = from; row < to; row++) {
            long place = 4L * columns * row;
            long y = result + place;
            long dy = cotangent + place;
            if (logarithmic) {
                float sum = (float) loops.combine(Combination.SUM, dy, columns);
                loops.subtractExpScaled(output + place, dy, sum, y, columns);
            } else {
                loops.multiplyShifted(output + place, y, (float) loops.dot(y, dy, columns), dy, columns);
            }
        }
    }
}
