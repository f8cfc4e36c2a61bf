package org.cotangent.opencl.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Indices along axes, and how far apart the elements are that each of several operands has for neighbouring indices.
 * Axes of one element are left out, and axes are merged where no operand can tell them apart.
 *
 * @param sizes of the axes, the slowest first; at least one
 * @param strides for each operand the elements from one index to the next along each axis
 */
public record StridedSpace(List<Integer> sizes, List<List<Integer>> strides) {
    public StridedSpace {
        sizes = List.copyOf(sizes);
        strides = strides.stream().map(List::copyOf).toList();
    }

    /**
     * {@return the space with axes merged}
     *
     * @param sizes of all axes
     * @param strides for each operand one number for each axis
     */
    public static StridedSpace of(long[] sizes, List<long[]> strides) {
        List<Long> merged = new ArrayList<>();
        List<List<Long>> steps = new ArrayList<>();
        strides.forEach(s -> steps.add(new ArrayList<>()));
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            if (sizes[axis] == 1) {
                continue;
            }
            int last = merged.size() - 1;
            boolean continues = last >= 0;
            for (int k = 0; k < steps.size() && continues; k++) {
                continues = strides.get(k)[axis] == steps.get(k).get(last) * merged.get(last);
            }
            if (continues) {
                merged.set(last, merged.get(last) * sizes[axis]);
            } else {
                merged.add(sizes[axis]);
                for (int k = 0; k < steps.size(); k++) {
                    steps.get(k).add(strides.get(k)[axis]);
                }
            }
        }
        if (merged.isEmpty()) {
            merged.add(1L);
            steps.forEach(s -> s.add(0L));
        }
        return new StridedSpace(
                ints(merged), steps.stream().map(StridedSpace::ints).toList());
    }

    private static List<Integer> ints(List<Long> fastestFirst) {
        return fastestFirst.reversed().stream().map(Math::toIntExact).toList();
    }

    /** {@return the space of operands that broadcast to {@code output}} */
    public static StridedSpace broadcast(long[] output, List<long[]> operands) {
        return of(output, operands.stream().map(sizes -> strides(sizes, output)).toList());
    }

    /** {@return the strides of a dense tensor that broadcasts to {@code output}: 0 where it does not change} */
    public static long[] strides(long[] sizes, long[] output) {
        long[] strides = new long[output.length];
        long stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis + output.length - sizes.length] = sizes[axis] == 1 ? 0 : stride;
            stride *= sizes[axis];
        }
        return strides;
    }

    /** {@return the strides of a dense tensor} */
    public static long[] strides(long[] sizes) {
        long[] strides = new long[sizes.length];
        long stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
        return strides;
    }

    /** {@return the number of axes} */
    public int rank() {
        return sizes.size();
    }

    /** {@return the size of the fastest axis} */
    public int row() {
        return sizes.getLast();
    }

    /** {@return how many rows along the fastest axis there are} */
    public long rows() {
        return sizes.subList(0, rank() - 1).stream()
                .mapToLong(Integer::longValue)
                .reduce(1, Math::multiplyExact);
    }

    /** {@return how many indices there are} */
    public long elements() {
        return rows() * row();
    }

    /** {@return the sizes of all axes but the fastest, then the strides of each operand along these axes: arguments} */
    public List<Argument> outerArguments() {
        List<Argument> arguments = new ArrayList<>();
        sizes.subList(0, rank() - 1).forEach(size -> arguments.add(Argument.of(size.intValue())));
        for (List<Integer> operand : strides) {
            operand.subList(0, rank() - 1).forEach(stride -> arguments.add(Argument.of(stride.intValue())));
        }
        return arguments;
    }

    /** {@return the parameters that {@link #outerArguments()} are for, each after a comma} */
    public String outerParameters() {
        StringBuilder text = new StringBuilder();
        for (int axis = 0; axis < rank() - 1; axis++) {
            text.append(", const int n").append(axis);
        }
        for (int k = 0; k < strides.size(); k++) {
            for (int axis = 0; axis < rank() - 1; axis++) {
                text.append(", const int s").append(k).append('_').append(axis);
            }
        }
        return text.toString();
    }

    /**
     * {@return statements that declare {@code a0, a1, ...}: for each operand the element that row {@code row} begins
     * with}
     */
    public String rowStarts() {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < strides.size(); k++) {
            text.append("    int a").append(k).append(" = 0;\n");
        }
        if (rank() > 1) {
            text.append("    int rest = row;\n");
        }
        for (int axis = rank() - 2; axis >= 0; axis--) {
            text.append(axis == 0 ? "    { const int c = rest;" : "    { const int c = rest % n" + axis + ";");
            text.append(axis == 0 ? "" : " rest /= n" + axis + ";");
            for (int k = 0; k < strides.size(); k++) {
                text.append(" a%d += c * s%d_%d;".formatted(k, k, axis));
            }
            text.append(" }\n");
        }
        return text.toString();
    }

    /** {@return work-items for every index: the fastest axis along x, rows along y} */
    public Range range(int group) {
        int x = Math.min(group, Integer.highestOneBit(Math.max(1, row() * 2 - 1)));
        return Range.of(row(), x, rows(), Math.max(1, Math.min(group / x, Math.toIntExact(Math.min(64, rows())))));
    }

    @Override
    public String toString() {
        return Arrays.toString(sizes.toArray()) + " " + strides;
    }
}
