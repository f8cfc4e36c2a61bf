package org.cotangent.ops.internal.reduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reduces some axes of a dense tensor.
 *
 * <p>Neighbouring axes of one sort, kept or reduced, are one. If the innermost is reduced, each result is made of whole
 * runs; if it is kept, blocks of neighbouring results are made row by row. Either way memory is read in order.
 */
public final class ReductionKernel implements Kernel {
    private static final long GRAIN = 1 << 14;

    private record Axis(long size, long stride, boolean reduced) {}

    private final Parallel parallel;
    private final Accumulator[] workers;
    private final RangeTask task = this::work;
    private final List<Axis> kept = new ArrayList<>();
    private final List<Axis> reduced = new ArrayList<>();

    /** The length of what is contiguous in memory: of reduced runs, or of rows of results. */
    private final long run;

    private final boolean runIsReduced;
    private final long blocksPerRow;
    private final long items;
    private final long segments;
    private @Nullable Tensor input;
    private @Nullable Tensor output;

    public ReductionKernel(Reduction reduction, DType dtype, long[] sizes, boolean[] isReduced, Parallel parallel) {
        this.parallel = parallel;
        List<Axis> axes = merge(sizes, isReduced);
        Axis inner = axes.isEmpty() ? new Axis(1, 1, false) : axes.removeLast();
        run = inner.size();
        runIsReduced = inner.reduced();
        axes.forEach(axis -> (axis.reduced() ? reduced : kept).add(axis));
        blocksPerRow = runIsReduced ? 1 : Math.ceilDiv(run, Accumulator.BLOCK);
        items = count(kept) * blocksPerRow;
        segments = count(reduced);
        workers = new Accumulator[(int) Math.max(1, Math.min(parallel.threads(), items))];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = Accumulator.of(reduction, dtype);
        }
    }

    private static List<Axis> merge(long[] sizes, boolean[] isReduced) {
        List<Axis> axes = new ArrayList<>();
        long stride = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (sizes[i] == 1) {
                continue;
            }
            if (!axes.isEmpty() && axes.getFirst().reduced() == isReduced[i]) {
                Axis next = axes.removeFirst();
                axes.addFirst(new Axis(next.size() * sizes[i], next.stride(), isReduced[i]));
            } else {
                axes.addFirst(new Axis(sizes[i], stride, isReduced[i]));
            }
            stride *= sizes[i];
        }
        return axes;
    }

    private static long count(List<Axis> axes) {
        return axes.stream().mapToLong(Axis::size).reduce(1, (a, b) -> a * b);
    }

    @Override
    public void run(Bindings io) {
        input = io.input(0);
        output = io.output(0);
        if (input.elements() < GRAIN) {
            task.run(0, workers.length);
        } else {
            parallel.forRange(workers.length, 1, task);
        }
    }

    private void work(long from, long to) {
        for (long part = from; part < to; part++) {
            Accumulator worker = workers[(int) part];
            long first = items * part / workers.length;
            long last = items * (part + 1) / workers.length;
            for (long item = first; item < last; item++) {
                reduce(worker, item);
            }
        }
    }

    private void reduce(Accumulator worker, long item) {
        Tensor from = Objects.requireNonNull(input);
        Tensor to = Objects.requireNonNull(output);
        long row = item / blocksPerRow;
        long column = item % blocksPerRow * Accumulator.BLOCK;
        long base = offset(kept, row) + column;
        int width = runIsReduced ? 1 : (int) Math.min(Accumulator.BLOCK, run - column);
        worker.reset(width);
        for (long segment = 0; segment < segments; segment++) {
            long start = base + offset(reduced, segment);
            if (runIsReduced) {
                for (long i = 0; i < run; i += Accumulator.BLOCK) {
                    worker.reduceRun(from, start + i, (int) Math.min(Accumulator.BLOCK, run - i));
                }
            } else {
                worker.addRow(from, start, width);
            }
        }
        long index = runIsReduced ? row : row * run + column;
        worker.finish(to, index, width, runIsReduced ? segments * run : segments);
    }

    private static long offset(List<Axis> axes, long position) {
        long rest = position;
        long offset = 0;
        for (int i = axes.size() - 1; i >= 0; i--) {
            Axis axis = axes.get(i);
            offset += rest % axis.size() * axis.stride();
            rest /= axis.size();
        }
        return offset;
    }
}
