package org.cotangent.spi.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * An order of axes: applied to a tensor it gives one whose axis {@code i} is axis {@code axes[i]} of it, as ONNX's
 * Transpose with {@code perm = axes} does.
 *
 * @param axes each axis once; empty for the natural order, of any number of axes
 */
public record AxisOrder(List<Integer> axes) {
    private static final AxisOrder NATURAL = new AxisOrder(List.of());

    public AxisOrder {
        for (int axis : axes) {
            if (axis < 0 || axis >= axes.size() || new HashSet<>(axes).size() < axes.size()) {
                throw new ShapeException(axes + " is no order of " + axes.size() + " axes");
            }
        }
        axes = isNatural(axes) ? List.of() : List.copyOf(axes);
    }

    private static boolean isNatural(List<Integer> axes) {
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    /** {@return the order that changes nothing} */
    public static AxisOrder natural() {
        return NATURAL;
    }

    public static AxisOrder of(int... axes) {
        return new AxisOrder(Arrays.stream(axes).boxed().toList());
    }

    /**
     * {@return the order of ONNX's Transpose}
     *
     * @param perm each axis once; null for all axes reversed
     * @throws AttributeException if {@code perm} does not name each axis once
     */
    public static AxisOrder ofTranspose(long @Nullable [] perm, int rank) {
        List<Integer> axes = new ArrayList<>();
        boolean fits = perm == null || perm.length == rank;
        for (int i = 0; fits && i < rank; i++) {
            long axis = perm == null ? rank - 1 - i : perm[i];
            fits = axis >= 0 && axis < rank && !axes.contains((int) axis);
            axes.add((int) axis);
        }
        if (!fits) {
            throw new AttributeException(
                    "perm " + Arrays.toString(perm) + " must name each of the " + rank + " axes of the input once");
        }
        return new AxisOrder(axes);
    }

    /** {@return the order that makes [N, sizes..., C] of [N, C, sizes...]} */
    public static AxisOrder channelsLast(int rank) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(i == 0 ? 0 : i == rank - 1 ? 1 : i + 1);
        }
        return new AxisOrder(axes);
    }

    /** {@return the order that exchanges the last two axes} */
    public static AxisOrder matrixTransposed(int rank) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(i < rank - 2 ? i : 2 * rank - 3 - i);
        }
        return new AxisOrder(axes);
    }

    public boolean isNatural() {
        return axes.isEmpty();
    }

    /** {@return the order that undoes this one} */
    public AxisOrder inverse() {
        int[] inverse = new int[axes.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[axes.get(i)] = i;
        }
        return of(inverse);
    }

    /** {@return what comes of this order, applied first, and another} */
    public AxisOrder then(AxisOrder next) {
        if (isNatural() || next.isNatural()) {
            return isNatural() ? next : this;
        }
        return new AxisOrder(next.axes.stream().map(axes::get).toList());
    }

    /** {@return where axis {@code i} of the result comes from} */
    public int source(int i) {
        return isNatural() ? i : axes.get(i);
    }

    public Shape apply(Shape shape) {
        return isNatural() ? shape : Shape.of(axes.stream().map(shape::dim).toList());
    }

    /** {@return values for the axes of the result, given those for the axes that the order is applied to} */
    public long[] apply(long... values) {
        long[] result = values.clone();
        for (int i = 0; i < axes.size(); i++) {
            result[i] = values[axes.get(i)];
        }
        return result;
    }

    /** {@return the axes of a rank, in this order} */
    public int[] toArray(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, this::source);
        return order;
    }
}
