package org.cotangent.opencl.gemm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.opencl.kernel.StridedSpace;

/**
 * {@code y[z, m, n] = sum over k of a[z, m, k] b[z, k, n]}, and an ending of that, where each of the four indices
 * counts along any number of axes and each operand has a stride along each of them. Products of matrices are
 * contractions, and so are convolutions and their gradients: the windows over an image are axes with strides of their
 * own.
 *
 * @param indices the axes of each role, and the strides of {@code a, b, y} and the operands of the ending along them
 */
public record Contraction(Factor a, Factor b, Factor y, Ending ending, Map<Role, StridedSpace> indices) {
    /** What an axis is for. */
    public enum Role {
        /** Everything but the sum runs along it. */
        BATCH,
        /** The rows of a and y. */
        ROW,
        /** The columns of b and y. */
        COLUMN,
        /** What is summed over. */
        DEPTH
    }

    /** Collects axes. */
    public static final class Builder {
        private final Map<Role, List<long[]>> axes = new EnumMap<>(Role.class);
        private final int operands;

        /** @param operands how many the ending has */
        public Builder(int operands) {
            this.operands = operands;
            for (Role role : Role.values()) {
                axes.put(role, new ArrayList<>());
            }
        }

        /**
         * Adds an axis, faster than those before.
         *
         * @param strides of a, b, y and the operands of the ending, those at the end that are 0 may be left out
         */
        public Builder axis(Role role, long size, long... strides) {
            long[] axis = new long[4 + operands];
            axis[0] = size;
            System.arraycopy(strides, 0, axis, 1, strides.length);
            axes.computeIfAbsent(role, r -> new ArrayList<>()).add(axis);
            return this;
        }

        /** {@return the contraction of these operands} */
        public Contraction build(Factor a, Factor b, Factor y, Ending ending) {
            Map<Role, StridedSpace> indices = new EnumMap<>(Role.class);
            axes.forEach((role, list) -> indices.put(
                    role,
                    StridedSpace.of(
                            list.stream().mapToLong(axis -> axis[0]).toArray(),
                            IntStream.range(1, 4 + operands)
                                    .mapToObj(i -> list.stream()
                                            .mapToLong(axis -> axis[i])
                                            .toArray())
                                    .toList())));
            return new Contraction(a, b, y, ending, indices);
        }
    }

    /** {@return how many indices there are for a role} */
    int size(Role role) {
        return Math.toIntExact(space(role).elements());
    }

    StridedSpace space(Role role) {
        StridedSpace space = indices.get(role);
        if (space == null) {
            throw new IllegalStateException("no axes for " + role);
        }
        return space;
    }

    /** {@return the same sums with rows and columns exchanged} */
    @SuppressWarnings("ArgumentSelectionDefectChecker") // the factors are exchanged
    public Contraction transposed() {
        Map<Role, StridedSpace> exchanged = new EnumMap<>(Role.class);
        indices.forEach((role, space) -> {
            List<List<Integer>> strides = new ArrayList<>(space.strides());
            strides.set(0, space.strides().get(1));
            strides.set(1, space.strides().get(0));
            Role other = role == Role.ROW ? Role.COLUMN : role == Role.COLUMN ? Role.ROW : role;
            exchanged.put(other, new StridedSpace(space.sizes(), strides));
        });
        return new Contraction(b, a, y, ending, exchanged);
    }

    /** {@return the sums without an ending, dense: [BATCH, ROW, COLUMN]} */
    Contraction plain(Factor sums) {
        int rows = size(Role.ROW);
        int columns = size(Role.COLUMN);
        Map<Role, StridedSpace> dense = new EnumMap<>(indices);
        dense.put(Role.BATCH, dense(Role.BATCH, (long) rows * columns));
        dense.put(Role.ROW, dense(Role.ROW, columns));
        dense.put(Role.COLUMN, dense(Role.COLUMN, 1));
        return new Contraction(a, b, sums, Ending.none(), dense);
    }

    private StridedSpace dense(Role role, long unit) {
        StridedSpace space = space(role);
        long[] sizes = space.sizes().stream().mapToLong(Integer::longValue).toArray();
        long[] result = Arrays.stream(StridedSpace.strides(sizes))
                .map(stride -> stride * unit)
                .toArray();
        return StridedSpace.of(
                sizes,
                List.of(longs(space.strides().get(0)), longs(space.strides().get(1)), result));
    }

    private static long[] longs(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }

    /** {@return the index of a role, with the operands that move along it} */
    Index index(Role role) {
        StridedSpace space = space(role);
        List<String> names = new ArrayList<>();
        List<List<Integer>> strides = new ArrayList<>();
        for (int i = 0; i < space.strides().size(); i++) {
            boolean moves = switch (role) {
                case BATCH -> true;
                case ROW -> i != 1;
                case COLUMN -> i != 0;
                case DEPTH -> i < 2;
            };
            if (moves) {
                names.add(i == 0 ? "a" : i == 1 ? "b" : i == 2 ? "y" : "e" + (i - 3));
                strides.add(space.strides().get(i));
            }
        }
        String name = role.name().toLowerCase(Locale.ROOT);
        return new Index(name, usual(new StridedSpace(space.sizes(), strides)), names);
    }

    /** Two axes are written as three, so that there are fewer programs. */
    private static StridedSpace usual(StridedSpace space) {
        if (space.rank() != 2) {
            return space;
        }
        return new StridedSpace(
                withFirst(1, space.sizes()),
                space.strides().stream().map(strides -> withFirst(0, strides)).toList());
    }

    private static List<Integer> withFirst(int first, List<Integer> values) {
        List<Integer> longer = new ArrayList<>(values);
        longer.addFirst(first);
        return longer;
    }
}
