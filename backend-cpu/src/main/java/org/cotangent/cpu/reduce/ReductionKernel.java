package org.cotangent.cpu.reduce;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.GrowingMemory;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * Reduces a tensor along axes.
 *
 * <p>Where there are few results with many elements each, each is joined from pieces, whose number depends on the sizes
 * alone: so the result does not depend on the threads.
 */
final class ReductionKernel implements Kernel {

    private static final int BLOCK = 1024;
    private static final long PIECE = 1 << 15;
    private static final int MOST_PIECES = 64;
    private static final int FEW_TASKS = 16;
    /** Rows that are added one after the other before their sum is added to that of the others. */
    private static final int GROUP = 128;

    /** Sums of squares of float32 from here on have lost nothing that counts. */
    private static final double LEAST_EXACT = 0x1p-100;

    private static final ThreadLocal<GrowingMemory> GROUP_SUMS = ThreadLocal.withInitial(GrowingMemory::new);

    private final RowArithmetic loops;
    private final int bytes;
    private final ReductionSpace space;
    private final Combination combination;
    private final Finish finish;
    private final Parallel parallel;
    private final RangeTask task = this::run;

    private final long run;
    private final long segments;
    private final long blocksPerResult;
    private final long blockWidth;
    private final long tasks;
    private final int pieces;
    private final long grain;
    /** For each task the results of its pieces, if there are several: doubles, or rows of floats. */
    private final MemorySegment partial;

    private long input;
    private long output;

    ReductionKernel(
            RowArithmetic loops, ReductionSpace space, Combination combination, Finish finish, Parallel parallel) {
        this.loops = loops;
        this.bytes = loops.bytes();
        this.space = space;
        this.combination = combination;
        this.finish = finish;
        this.parallel = parallel;
        this.run = space.run();
        this.segments = space.segments();
        this.blockWidth = space.runIsReduced() ? 1 : Math.min(BLOCK, run);
        this.blocksPerResult = space.runIsReduced() ? 1 : Math.ceilDiv(run, BLOCK);
        this.tasks = space.results() * blocksPerResult;
        long elementsPerTask = space.joined() * blockWidth;
        long divisible = space.runIsReduced() && segments == 1 ? Math.ceilDiv(run, PIECE) : segments;
        long wanted = tasks >= FEW_TASKS ? 1 : Math.min(elementsPerTask / PIECE, MOST_PIECES);
        this.pieces = (int) Math.clamp(wanted, 1, divisible);
        this.grain = Math.max(1, PIECE * pieces / Math.max(1, elementsPerTask));
        this.partial = Scratch.allocate(pieces == 1 ? 0 : tasks * pieces * blockWidth * Double.BYTES);
    }

    @Override
    public void run(Bindings io) {
        try {
            input = HostMemory.address(io.input(0));
            output = HostMemory.address(io.output(0));
            parallel.forRange(tasks * pieces, grain, task);
            if (pieces > 1) {
                for (long i = 0; i < tasks; i++) {
                    joinPieces(i);
                }
            }
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(partial);
        }
    }

    private void run(long from, long to) {
        for (long i = from; i < to; i++) {
            if (space.runIsReduced()) {
                reduceRun(i / pieces, (int) (i % pieces));
            } else {
                reduceColumns(i / pieces, (int) (i % pieces));
            }
        }
    }

    private void reduceRun(long result, int piece) {
        long base = input + bytes * space.resultOffset(result);
        double combined = combination.neutral();
        if (segments == 1) {
            long from = run * piece / pieces;
            combined = loops.combine(combination, base + bytes * from, run * (piece + 1) / pieces - from);
        } else {
            for (long s = segments * piece / pieces; s < segments * (piece + 1) / pieces; s++) {
                combined = combination.join(
                        combined, loops.combine(combination, base + bytes * space.segmentOffset(s), run));
            }
        }
        if (pieces == 1) {
            loops.put(output + bytes * result, finished(combined, base, run));
        } else {
            NativeMemory.setDouble(partial.address() + 8 * (result * pieces + piece), combined);
        }
    }

    private long firstColumn(long index) {
        return index % blocksPerResult * BLOCK;
    }

    private int columns(long index) {
        return (int) Math.min(blockWidth, run - firstColumn(index));
    }

    /** The place of a block of results in the output. */
    private long target(long index) {
        return output + bytes * (index / blocksPerResult * run + firstColumn(index));
    }

    private void reduceColumns(long index, int piece) {
        int columns = columns(index);
        long base = firstElement(index);
        long sum = pieces == 1 ? target(index) : partial.address() + 8 * (index * pieces + piece) * blockWidth;
        long first = segments * piece / pieces;
        long end = segments * (piece + 1) / pieces;
        loops.set(sum, combination.neutral(), columns);
        if (end - first <= GROUP) {
            addRows(combination, sum, base, first, end, columns);
        } else {
            long group = GROUP_SUMS.get().address(bytes * blockWidth);
            for (long s = first; s < end; s += GROUP) {
                loops.set(group, combination.neutral(), columns);
                addRows(combination, group, base, s, Math.min(end, s + GROUP), columns);
                loops.combineInto(combination.ofResults(), sum, group, columns);
            }
        }
        if (pieces == 1) {
            finishColumns(sum, base, columns);
        }
    }

    private void addRows(Combination c, long target, long base, long from, long to, int columns) {
        for (long s = from; s < to; s++) {
            loops.combineInto(c, target, base + bytes * space.segmentOffset(s), columns);
        }
    }

    private void finishColumns(long target, long base, int columns) {
        if (finish != Finish.NONE) {
            for (int i = 0; i < columns; i++) {
                long offset = (long) bytes * i;
                loops.put(target + offset, finished(loops.get(target + offset), base + offset, 1));
            }
        }
    }

    /**
     * {@return the result whose elements were combined}
     *
     * @param first the place of its first element; in each segment, {@code width} of them stand side by side
     */
    private double finished(double combined, long first, long width) {
        boolean isNorm = finish == Finish.SQUARE_ROOT && bytes == Float.BYTES;
        return isNorm && (combined < LEAST_EXACT || combined == Double.POSITIVE_INFINITY)
                ? norm(first, width)
                : finish.apply(combined, space.joined());
    }

    /** Squares leave the range of float32 before norms do; float64 has room for them. */
    private double norm(long first, long width) {
        double sum = 0;
        for (long s = 0; s < segments; s++) {
            long segment = first + bytes * space.segmentOffset(s);
            for (long k = 0; k < width; k++) {
                double element = loops.get(segment + bytes * k);
                sum += element * element;
            }
        }
        return Math.sqrt(sum);
    }

    /** The place of the first element of a block of columns, or of a result. */
    private long firstElement(long index) {
        return input + bytes * (space.resultOffset(index / blocksPerResult) + firstColumn(index));
    }

    private void joinPieces(long index) {
        Combination join = combination.ofResults();
        if (space.runIsReduced()) {
            double combined = combination.neutral();
            for (int piece = 0; piece < pieces; piece++) {
                combined =
                        join.join(combined, NativeMemory.getDouble(partial.address() + 8 * (index * pieces + piece)));
            }
            loops.put(output + bytes * index, finished(combined, firstElement(index), run));
        } else {
            int columns = columns(index);
            long target = target(index);
            loops.set(target, combination.neutral(), columns);
            for (int piece = 0; piece < pieces; piece++) {
                loops.combineInto(join, target, partial.address() + 8 * (index * pieces + piece) * blockWidth, columns);
            }
            finishColumns(target, firstElement(index), columns);
        }
    }
}
