package org.cotangent.ops.internal.movement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Copies a box of elements from one strided place to another: transposition, slicing, broadcasting, concatenation,
 * tiling.
 *
 * <p>Axes are put in the order in which memory is written and joined where both sides allow it, so that what remains
 * are few loops around long runs. Where reading and writing run along different axes the copy goes in square blocks.
 */
public final class StridedCopy {
    private static final long GRAIN = 1 << 14;
    private static final long BLOCK = 32;

    /** One loop. */
    private record Axis(long size, long from, long to) {}

    private final Cells cells;
    private final long[] sizes;
    private final long[] fromStrides;
    private final long[] toStrides;
    private final long fromOffset;
    private final long toOffset;
    private final boolean blocked;
    /** How many leading axes are flattened to be split among threads, and how many steps they make. */
    private final int split;

    private final long splitSteps;
    private final long splitCost;

    /**
     * @param sizes of the box
     * @param fromStrides may be zero, to repeat, and negative, to reverse
     * @param toStrides positive but for axes of size 1
     */
    public StridedCopy(
            DType dtype, long[] sizes, long[] fromStrides, long fromOffset, long[] toStrides, long toOffset) {
        this.cells = Cells.of(dtype);
        this.fromOffset = fromOffset;
        this.toOffset = toOffset;
        List<Axis> axes = joined(sizes, fromStrides, toStrides);
        this.blocked = interleave(axes);
        this.sizes = axes.stream().mapToLong(Axis::size).toArray();
        this.fromStrides = axes.stream().mapToLong(Axis::from).toArray();
        this.toStrides = axes.stream().mapToLong(Axis::to).toArray();
        int inner = blocked ? 2 : 1;
        int count = 0;
        long steps = 1;
        while (count < axes.size() - inner && steps < 256) {
            steps *= this.sizes[count++];
        }
        this.split = count;
        this.splitSteps = steps;
        this.splitCost = Math.max(1, Strides.product(this.sizes, count, this.sizes.length));
    }

    private static List<Axis> joined(long[] sizes, long[] fromStrides, long[] toStrides) {
        List<Axis> sorted = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != 1) {
                sorted.add(new Axis(sizes[i], fromStrides[i], toStrides[i]));
            }
        }
        sorted.sort(Comparator.comparingLong(Axis::to).reversed());
        List<Axis> axes = new ArrayList<>();
        for (Axis axis : sorted) {
            Axis outer = axes.isEmpty() ? null : axes.getLast();
            if (outer != null && outer.from == axis.from * axis.size && outer.to == axis.to * axis.size) {
                axes.set(axes.size() - 1, new Axis(outer.size * axis.size, axis.from, axis.to));
            } else {
                axes.add(axis);
            }
        }
        if (axes.isEmpty()) {
            axes.add(new Axis(1, 1, 1));
        }
        return axes;
    }

    /** Brings the axis that is read contiguously next to the one that is written so; tells whether there are two. */
    private static boolean interleave(List<Axis> axes) {
        Axis last = axes.getLast();
        if (axes.size() < 2 || last.to != 1 || last.from == 1 || last.from == 0) {
            return false;
        }
        for (int i = 0; i < axes.size() - 1; i++) {
            if (axes.get(i).from == 1) {
                axes.add(axes.size() - 2, axes.remove(i));
                return true;
            }
        }
        return false;
    }

    /** Runs the copy, on several threads if it is large. */
    public void run(Tensor from, Tensor to, Parallel parallel) {
        if (!cells.isAddressable()) {
            steps(from, to, 0, splitSteps);
        } else if (sizes.length == 1) {
            parallel.forRange(
                    sizes[0],
                    GRAIN,
                    (first, last) -> cells.copy(
                            from,
                            fromOffset + first * fromStrides[0],
                            fromStrides[0],
                            to,
                            toOffset + first * toStrides[0],
                            toStrides[0],
                            last - first));
        } else {
            parallel.forRange(
                    splitSteps, Math.ceilDiv(GRAIN, splitCost), (first, last) -> steps(from, to, first, last));
        }
    }

    private void steps(Tensor from, Tensor to, long first, long last) {
        for (long step = first; step < last; step++) {
            long f = fromOffset;
            long t = toOffset;
            long rest = step;
            for (int axis = split - 1; axis >= 0; axis--) {
                long index = rest % sizes[axis];
                rest /= sizes[axis];
                f += index * fromStrides[axis];
                t += index * toStrides[axis];
            }
            loop(split, from, f, to, t);
        }
    }

    private void loop(int axis, Tensor from, long f, Tensor to, long t) {
        int left = sizes.length - axis;
        if (left == 1) {
            cells.copy(from, f, fromStrides[axis], to, t, toStrides[axis], sizes[axis]);
        } else if (left == 2 && blocked) {
            blocks(axis, from, f, to, t);
        } else {
            for (long i = 0; i < sizes[axis]; i++) {
                loop(axis + 1, from, f + i * fromStrides[axis], to, t + i * toStrides[axis]);
            }
        }
    }

    private void blocks(int axis, Tensor from, long f, Tensor to, long t) {
        long rows = sizes[axis];
        long columns = sizes[axis + 1];
        long fromStride = fromStrides[axis + 1];
        long toStride = toStrides[axis];
        for (long row = 0; row < rows; row += BLOCK) {
            long rowEnd = Math.min(rows, row + BLOCK);
            for (long column = 0; column < columns; column += BLOCK) {
                long count = Math.min(BLOCK, columns - column);
                for (long i = row; i < rowEnd; i++) {
                    cells.copy(from, f + i + column * fromStride, fromStride, to, t + i * toStride + column, 1, count);
                }
            }
        }
    }
}
