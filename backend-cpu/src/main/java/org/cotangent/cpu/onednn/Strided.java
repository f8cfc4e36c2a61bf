package org.cotangent.cpu.onednn;

import java.util.Arrays;
import org.cotangent.spi.tensor.AxisOrder;

/**
 * Sizes of an operand, and how many elements lie between neighbours along each axis.
 *
 * @param sizes of the axes; an axis of size 1 broadcasts
 * @param strides of the axes, in elements
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Strided(long[] sizes, long[] strides) {
    /** Returns an operand of this shape, which an order of axes makes of a dense tensor. */
    static Strided of(AxisOrder order, long... shape) {
        return new Strided(shape, MemoryDescriptor.strides(order, shape));
    }

    double elements() {
        return Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    int rank() {
        return sizes.length;
    }

    /** Returns the operand with axes of size 1 in front. */
    Strided padded(int rank) {
        long[] padded = new long[rank];
        long[] steps = new long[rank];
        Arrays.fill(padded, 1);
        Arrays.fill(steps, 1);
        System.arraycopy(sizes, 0, padded, rank - rank(), rank());
        System.arraycopy(strides, 0, steps, rank - rank(), rank());
        return new Strided(padded, steps);
    }

    /** Returns the operand with its axes in an order. */
    Strided ordered(AxisOrder order) {
        return new Strided(order.apply(sizes), order.apply(strides));
    }

    /** Returns the operand with its last two axes exchanged. */
    Strided transposed() {
        return new Strided(swapped(sizes), swapped(strides));
    }

    private static long[] swapped(long[] values) {
        long[] swapped = values.clone();
        int last = values.length - 1;
        swapped[last] = values[last - 1];
        swapped[last - 1] = values[last];
        return swapped;
    }

    /** Returns whether an axis and the next one can be one axis, in a result that has these sizes. */
    boolean joins(int axis, long[] result) {
        boolean repeated = sizes[axis] == 1 && sizes[axis + 1] == 1;
        boolean whole = sizes[axis] == result[axis] && sizes[axis + 1] == result[axis + 1];
        boolean neighbours =
                sizes[axis] == 1 || sizes[axis + 1] == 1 || strides[axis] == strides[axis + 1] * sizes[axis + 1];
        return repeated || (whole && neighbours);
    }

    /** Returns the operand with an axis and the next one as one. */
    Strided joined(int axis) {
        long stride = sizes[axis + 1] == 1 ? strides[axis] : strides[axis + 1];
        Strided shorter = without(axis);
        shorter.sizes[axis] = sizes[axis] * sizes[axis + 1];
        shorter.strides[axis] = stride;
        return shorter;
    }

    /** Returns the operand without an axis. */
    Strided without(int axis) {
        return new Strided(without(sizes, axis), without(strides, axis));
    }

    private static long[] without(long[] values, int axis) {
        long[] rest = new long[values.length - 1];
        System.arraycopy(values, 0, rest, 0, axis);
        System.arraycopy(values, axis + 1, rest, axis, rest.length - axis);
        return rest;
    }
}
