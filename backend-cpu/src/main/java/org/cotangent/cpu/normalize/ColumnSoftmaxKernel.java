package org.cotangent.cpu.normalize;

import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.GrowingMemory;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * Softmax, or its logarithm, along an axis whose elements are no neighbours: of {@code [outer, length, inner]} along
 * the second. Blocks of neighbouring columns are handled together, row by row.
 */
final class ColumnSoftmaxKernel implements Kernel {

    private static final int BLOCK = 1024;
    /** Rows that are added one after the other before their sum is added to that of the others. */
    private static final int GROUP = 128;

    private static final int ROOMS = 4;

    private static final ThreadLocal<GrowingMemory> ROOM = ThreadLocal.withInitial(GrowingMemory::new);

    private final FloatRows loops;
    private final boolean logarithmic;
    private final long outer;
    private final int length;
    private final long inner;
    private final long blocks;
    private final Parallel parallel;
    private final RangeTask task = this::run;

    private long input;
    private long output;

    ColumnSoftmaxKernel(FloatRows loops, boolean logarithmic, long outer, int length, long inner, Parallel parallel) {
        this.loops = loops;
        this.logarithmic = logarithmic;
        this.outer = outer;
        this.length = length;
        this.inner = inner;
        this.blocks = Math.ceilDiv(inner, BLOCK);
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
            long elements = length * Math.min(inner, BLOCK);
            parallel.forRange(outer * blocks, NormalizationKernels.grain(elements), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        for (long i = from; i < to; i++) {
            long column = i % blocks * BLOCK;
            long first = 4 * (i / blocks * length * inner + column);
            block(input + first, output + first, (int) Math.min(BLOCK, inner - column));
        }
    }

    private void block(long x, long y, int columns) {
        long greatest = ROOM.get().address(4L * ROOMS * BLOCK);
        long sum = greatest + 4L * BLOCK;
        long group = sum + 4L * BLOCK;
        long row = group + 4L * BLOCK;
        loops.set(greatest, Float.NEGATIVE_INFINITY, columns);
        for (int i = 0; i < length; i++) {
            loops.combineInto(Combination.MAX, greatest, x + 4L * i * inner, columns);
        }
        loops.set(sum, 0, columns);
        for (int first = 0; first < length; first += GROUP) {
            loops.set(group, 0, columns);
            for (int i = first; i < Math.min(length, first + GROUP); i++) {
                long place = 4L * i * inner;
                loops.addExpShifted(logarithmic ? row : y + place, x + place, greatest, group, columns);
            }
            loops.combineInto(Combination.SUM, sum, group, columns);
        }
        finish(x, y, greatest, sum, columns);
    }

    private void finish(long x, long y, long greatest, long sum, int columns) {
        for (long j = 0; j < columns; j++) {
            double total = NativeMemory.getFloat(sum + 4 * j);
            NativeMemory.setFloat(sum + 4 * j, (float) (logarithmic ? Math.log(total) : 1 / total));
        }
        for (int i = 0; i < length; i++) {
            long place = 4L * i * inner;
            if (logarithmic) {
                loops.subtract(y + place, x + place, greatest, columns);
                loops.subtract(y + place, y + place, sum, columns);
            } else {
                loops.multiply(y + place, y + place, sum, columns);
            }
        }
    }
}
