package org.cotangent.cpu.movement;

import java.lang.ref.Reference;
import java.util.List;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * Permutes the axes of 4-byte elements. Planes of the axis that is read in order and the axis that is written in order
 * are transposed, or, where both are the same axis, rows are copied; loops over the other axes surround them.
 */
final class TransposeKernel implements Kernel {

    /** Elements that are worth a thread's start. */
    static final long LEAST_ELEMENTS = 16 * 1024;
    /** Columns of a plane that are worth a task. */
    private static final long STRIP = 64;

    private final Movement loops;
    private final Parallel parallel;
    private final RangeTask task = this::run;
    private final List<Permutation.Axis> outer;
    private final boolean copiesRows;
    private final Permutation.Axis rows;
    private final Permutation.Axis columns;
    private final long strips;
    private final long strip;
    private final long tasks;
    private final long grain;

    private long input;
    private long output;

    TransposeKernel(Movement loops, Permutation permutation, Parallel parallel) {
        this.loops = loops;
        this.parallel = parallel;
        List<Permutation.Axis> axes = permutation.axes();
        Permutation.Axis last = axes.getLast();
        copiesRows = permutation.keepsNeighbours();
        // Rows are written in steps of the output's rows; the columns of a plane are neighbours in the input.
        columns = permutation.inputNeighbours();
        rows = copiesRows ? (axes.size() > 1 ? axes.get(axes.size() - 2) : new Permutation.Axis(1, 0, 0)) : last;
        outer = axes.stream()
                .filter(axis -> !axis.equals(rows) && !axis.equals(columns))
                .toList();
        long cut = copiesRows ? rows.size() : columns.size();
        strip = Math.min(cut, STRIP);
        strips = Math.ceilDiv(cut, strip);
        long planes = outer.stream().mapToLong(Permutation.Axis::size).reduce(1, Math::multiplyExact);
        tasks = planes * strips;
        grain = Math.max(1, LEAST_ELEMENTS * strips / Math.max(1, rows.size() * columns.size()));
    }

    @Override
    public void run(Bindings io) {
        try {
            input = HostMemory.address(io.input(0));
            output = HostMemory.address(io.output(0));
            parallel.forRange(tasks, grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        for (long i = from; i < to; i++) {
            long rest = i / strips;
            long source = 0;
            long target = 0;
            for (int k = outer.size() - 1; k >= 0; k--) {
                Permutation.Axis axis = outer.get(k);
                source += rest % axis.size() * axis.inputStride();
                target += rest % axis.size() * axis.outputStride();
                rest /= axis.size();
            }
            long first = i % strips * strip;
            if (copiesRows) {
                int count = (int) Math.min(strip, rows.size() - first);
                loops.copyRows(
                        input + 4 * (source + first * rows.inputStride()),
                        4 * rows.inputStride(),
                        output + 4 * (target + first * rows.outputStride()),
                        4 * rows.outputStride(),
                        count,
                        (int) columns.size());
            } else {
                int count = (int) Math.min(strip, columns.size() - first);
                loops.transpose(
                        input + 4 * (source + first),
                        4 * rows.inputStride(),
                        output + 4 * (target + first * columns.outputStride()),
                        4 * columns.outputStride(),
                        (int) rows.size(),
                        count);
            }
        }
    }
}
