package org.cotangent.cpu.normalize;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * {@code dx = r (g - avg(g) - s avg(g s))} of each row with {@code g = scale dy}, {@code s = (x - mean) r}, and the sum
 * of {@code dy s} over all rows. Blocks of rows add up in float32, their sums in float64, whatever the threads.
 */
final class StandardizationGradientKernel implements Kernel {

    private static final int ROWS = 64;

    private final FloatRows loops;
    private final long rows;
    private final int columns;
    private final boolean centred;
    private final Parallel parallel;
    private final RangeTask task = this::blocks;
    private final RangeTask join = this::join;
    private final long count;
    /** The sums of each block, if they are wanted, then two numbers for each block. */
    private final MemorySegment sums;

    private final long pairs;

    private long x;
    private long scale;
    private long cotangent;
    private long inverses;
    private long means;
    private long output;
    private long ofScale;

    StandardizationGradientKernel(
            FloatRows loops, long rows, int columns, boolean centred, boolean ofScale, Parallel parallel) {
        this.loops = loops;
        this.rows = rows;
        this.columns = columns;
        this.centred = centred;
        this.parallel = parallel;
        this.count = Math.ceilDiv(rows, ROWS);
        this.pairs = ofScale ? count * columns : 0;
        this.sums = Scratch.floats(pairs + 2 * count);
    }

    @Override
    public boolean mayOverwrite(int i) {
        return i == 0 || i == 2;
    }

    @Override
    public void run(Bindings io) {
        try {
            x = HostMemory.address(io.input(0));
            scale = HostMemory.address(io.input(1));
            cotangent = HostMemory.address(io.input(2));
            inverses = HostMemory.address(io.input(3));
            means = centred ? HostMemory.address(io.input(4)) : 0;
            output = io.hasOutput(0) ? HostMemory.address(io.output(0)) : 0;
            ofScale = io.hasOutput(1) ? HostMemory.address(io.output(1)) : 0;
            parallel.forRange(count, NormalizationKernels.grain((long) ROWS * columns), task);
            if (ofScale != 0) {
                parallel.forRange(columns, NormalizationKernels.grain(count), join);
            }
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(this);
        }
    }

    private void blocks(long from, long to) {
        for (long block = from; block < to; block++) {
            long sum = sums.address() + 4L * columns * block;
            if (ofScale != 0) {
                loops.set(sum, 0, columns);
            }
            long end = Math.min(rows, (block + 1) * ROWS);
            for (long row = block * ROWS; row < end; row++) {
                row(row, sum, sums.address() + 4 * (pairs + 2 * block));
            }
        }
    }

    private void row(long row, long sum, long pair) {
        long place = 4L * columns * row;
        float inverse = NativeMemory.getFloat(inverses + 4 * row);
        float mean = centred ? NativeMemory.getFloat(means + 4 * row) : 0;
        if (ofScale != 0) {
            loops.addStandardized(sum, mean, inverse, x + place, cotangent + place, columns);
        }
        if (output != 0) {
            loops.weightedSums(pair, mean, x + place, cotangent + place, scale, columns);
            float average = centred ? NativeMemory.getFloat(pair) / columns : 0;
            float along = NativeMemory.getFloat(pair + 4) * inverse / columns;
            loops.pullStandardized(
                    output + place, mean, inverse, average, along, x + place, cotangent + place, scale, columns);
        }
    }

    private void join(long from, long to) {
        for (long column = from; column < to; column++) {
            double sum = 0;
            for (long block = 0; block < count; block++) {
                sum += NativeMemory.getFloat(sums.address() + 4 * (block * columns + column));
            }
            NativeMemory.setFloat(ofScale + 4 * column, (float) sum);
        }
    }
}
