package org.cotangent.cpu.movement;

import java.util.ArrayList;
import java.util.List;

/**
 * A permutation of axes as few loops: the axes of the output, the slowest first, with the distance of neighbours in the
 * input and in the output. Axes of size 1 are left out, and axes that stay neighbours are one.
 */
final class Permutation {

    /** One loop; strides are in elements. */
    record Axis(long size, long inputStride, long outputStride) {}

    private final List<Axis> axes = new ArrayList<>();

    /** The output's axis {@code i} is the input's axis {@code order[i]}. */
    Permutation(long[] inputSizes, int[] order) {
        long[] strides = new long[order.length];
        long stride = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= inputSizes[i];
        }
        long written = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            long size = inputSizes[order[i]];
            if (size != 1) {
                Axis faster = axes.isEmpty() ? null : axes.getFirst();
                if (faster != null && strides[order[i]] == faster.inputStride() * faster.size()) {
                    axes.set(0, new Axis(faster.size() * size, faster.inputStride(), faster.outputStride()));
                } else {
                    axes.addFirst(new Axis(size, strides[order[i]], written));
                }
                written *= size;
            }
        }
        if (axes.isEmpty()) {
            axes.add(new Axis(1, 1, 1));
        }
    }

    List<Axis> axes() {
        return axes;
    }

    /** {@return whether neighbours in the output are neighbours in the input} */
    boolean keepsNeighbours() {
        return axes.getLast().inputStride() == 1;
    }

    /** {@return the axis along which the input has neighbours} */
    Axis inputNeighbours() {
        for (Axis axis : axes) {
            if (axis.inputStride() == 1) {
                return axis;
            }
        }
        throw new IllegalStateException("no axis of the input has neighbours");
    }
}
