package org.cotangent.cpu.pointwise;

import java.util.Arrays;

/**
 * The elements of the output, as rows of neighbouring elements, and where each input has the elements that belong to
 * them. Axes are merged where no input can tell them apart, so a row is as long as possible.
 *
 * <p>Inputs are dense. So along a row an input has neighbouring elements, or the same one everywhere.
 */
final class BroadcastSpace {

    private final long[] outer;
    private final long row;
    private final long[][] strides;
    private final boolean[] movesInRow;

    /**
     * Merges axes.
     *
     * @param output sizes of the output
     * @param inputs sizes of the inputs, which broadcast to the output
     */
    BroadcastSpace(long[] output, long[][] inputs) {
        int count = inputs.length;
        long[][] full = new long[count][];
        for (int k = 0; k < count; k++) {
            full[k] = strides(inputs[k], output);
        }
        long[] sizes = new long[output.length + 1];
        long[][] merged = new long[count][output.length + 1];
        int axes = 0;
        for (int axis = output.length - 1; axis >= 0; axis--) {
            if (output[axis] == 1) {
                continue;
            }
            boolean continues = axes > 0;
            for (int k = 0; k < count && continues; k++) {
                continues = full[k][axis] == merged[k][axes - 1] * sizes[axes - 1];
            }
            if (continues) {
                sizes[axes - 1] *= output[axis];
            } else {
                sizes[axes] = output[axis];
                for (int k = 0; k < count; k++) {
                    merged[k][axes] = full[k][axis];
                }
                axes++;
            }
        }
        this.row = axes == 0 ? 1 : sizes[0];
        this.outer = new long[Math.max(0, axes - 1)];
        this.strides = new long[count][outer.length];
        this.movesInRow = new boolean[count];
        for (int axis = 0; axis < outer.length; axis++) {
            outer[axis] = sizes[axes - 1 - axis];
        }
        for (int k = 0; k < count; k++) {
            movesInRow[k] = axes > 0 && merged[k][0] != 0;
            for (int axis = 0; axis < outer.length; axis++) {
                strides[k][axis] = merged[k][axes - 1 - axis];
            }
        }
    }

    /** Elements from one index to the next along each axis of the output; 0 where the input does not change. */
    private static long[] strides(long[] input, long[] output) {
        long[] strides = new long[output.length];
        long stride = 1;
        for (int axis = input.length - 1; axis >= 0; axis--) {
            strides[axis + output.length - input.length] = input[axis] == 1 ? 0 : stride;
            stride *= input[axis];
        }
        return strides;
    }

    /** {@return the number of outer axes, the slowest first} */
    int outerAxes() {
        return outer.length;
    }

    /** {@return the length of a row} */
    long row() {
        return row;
    }

    /** {@return the number of rows} */
    long rows() {
        return Arrays.stream(outer).reduce(1, Math::multiplyExact);
    }

    /** {@return the number of rows along the fastest of the outer axes} */
    long rowsInLine() {
        return outer.length == 0 ? 1 : outer[outer.length - 1];
    }

    /** {@return the elements of an input from one row to the next, along the fastest of the outer axes} */
    long rowStride(int input) {
        return outer.length == 0 ? 0 : strides[input][outer.length - 1];
    }

    /** {@return whether the input changes along a row} */
    boolean movesInRow(int input) {
        return movesInRow[input];
    }

    /** {@return whether the input is the same in all rows} */
    boolean sameInAllRows(int input) {
        return Arrays.stream(strides[input]).allMatch(stride -> stride == 0);
    }

    /** {@return whether the input has the elements of the output in the same order, each once} */
    boolean isDense(int input) {
        long expected = row;
        for (int axis = outer.length - 1; axis >= 0; axis--) {
            if (strides[input][axis] != expected) {
                return false;
            }
            expected *= outer[axis];
        }
        return movesInRow[input] || (row == 1 && outer.length == 0);
    }

    /** Sets indices and element offsets of all inputs to those of a row. */
    void seek(long index, long[] indices, long[] offsets) {
        Arrays.fill(offsets, 0, strides.length, 0);
        long rest = index;
        for (int axis = outer.length - 1; axis >= 0; axis--) {
            indices[axis] = rest % outer[axis];
            rest /= outer[axis];
            for (int k = 0; k < strides.length; k++) {
                offsets[k] += indices[axis] * strides[k][axis];
            }
        }
    }

    /** Moves indices and element offsets to the next row. */
    void advance(long[] indices, long[] offsets) {
        for (int axis = outer.length - 1; axis >= 0; axis--) {
            boolean wraps = ++indices[axis] == outer[axis];
            long steps = wraps ? 1 - outer[axis] : 1;
            for (int k = 0; k < strides.length; k++) {
                offsets[k] += steps * strides[k][axis];
            }
            if (!wraps) {
                return;
            }
            indices[axis] = 0;
        }
    }
}
