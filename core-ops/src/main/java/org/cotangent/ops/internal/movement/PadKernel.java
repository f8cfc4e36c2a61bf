package org.cotangent.ops.internal.movement;

import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Copies a tensor with elements put around it or taken from its borders.
 *
 * <p>For each axis a table tells which place of the input an output place is filled from. Axes after the last one that
 * changes are one run.
 */
public final class PadKernel {
    private static final long GRAIN = 1 << 13;
    private static final long OUTSIDE = -1;

    private final Cells cells;
    /** Per axis up to the last that changes, per output place: the input place, or {@link #OUTSIDE}. */
    private final long[][] tables;

    private final long[] strides;
    private final long run;

    public PadKernel(DType dtype, String mode, long[] sizes, long[] begins, long[] ends) {
        int last = sizes.length - 1;
        while (last > 0 && begins[last] == 0 && ends[last] == 0) {
            last--;
        }
        this.cells = Cells.of(dtype);
        this.tables = new long[last + 1][];
        this.strides = Strides.of(sizes);
        this.run = Strides.product(sizes, last + 1, sizes.length);
        for (int axis = 0; axis <= last; axis++) {
            tables[axis] = table(mode, axis, sizes[axis], begins[axis], ends[axis]);
        }
    }

    private static long[] table(String mode, int axis, long size, long begin, long end) {
        long low = mode.equals("constant") ? 0 : Math.max(0, -begin);
        long high = mode.equals("constant") ? size : size - Math.max(0, -end);
        long count = high - low;
        long[] table = new long[Math.toIntExact(size + begin + end)];
        for (int i = 0; i < table.length; i++) {
            long place = i - begin - low;
            if (count <= 0 && !mode.equals("constant")) {
                throw new ShapeException("mode '" + mode + "' has no elements to fill axis " + axis + " from");
            }
            long from = switch (mode) {
                case "constant" -> place >= 0 && place < size ? place : OUTSIDE;
                case "edge" -> Math.clamp(place, 0, count - 1);
                case "wrap" -> Math.floorMod(place, count);
                case "reflect" -> reflected(place, count);
                default ->
                    throw new AttributeException("mode '" + mode + "' is none of constant, edge, reflect and wrap");
            };
            table[i] = from == OUTSIDE ? OUTSIDE : low + from;
        }
        return table;
    }

    private static long reflected(long place, long count) {
        if (count == 1) {
            return 0;
        }
        long phase = Math.floorMod(place, 2 * (count - 1));
        return phase < count ? phase : 2 * (count - 1) - phase;
    }

    /** Fills {@code to}; the only element of {@code fill} stands outside the input. */
    public void run(Tensor from, Tensor fill, Tensor to, Parallel parallel) {
        if (tables.length == 0) {
            cells.copy(from, 0, to, 0, 1);
            return;
        }
        long rows = 1;
        for (int axis = 0; axis < tables.length - 1; axis++) {
            rows *= tables[axis].length;
        }
        long width = tables[tables.length - 1].length * run;
        long grain = cells.isAddressable() ? Math.ceilDiv(GRAIN, Math.max(1, width)) : Math.max(1, rows);
        parallel.forRange(rows, grain, (first, last) -> {
            for (long row = first; row < last; row++) {
                fillRow(from, base(row), fill, to, row * width);
            }
        });
    }

    /** The first element of the input that the row is filled from, or {@link #OUTSIDE}. */
    private long base(long row) {
        long base = 0;
        long rest = row;
        for (int axis = tables.length - 2; axis >= 0; axis--) {
            long place = tables[axis][(int) (rest % tables[axis].length)];
            rest /= tables[axis].length;
            if (place == OUTSIDE) {
                return OUTSIDE;
            }
            base += place * strides[axis];
        }
        return base;
    }

    private void fillRow(Tensor from, long base, Tensor fill, Tensor to, long target) {
        long[] table = tables[tables.length - 1];
        if (base == OUTSIDE) {
            cells.copy(fill, 0, 0, to, target, 1, table.length * run);
            return;
        }
        int i = 0;
        while (i < table.length) {
            int next = i + 1;
            boolean outside = table[i] == OUTSIDE;
            while (next < table.length && table[next] == (outside ? OUTSIDE : table[next - 1] + 1)) {
                next++;
            }
            if (outside) {
                cells.copy(fill, 0, 0, to, target + i * run, 1, (next - i) * run);
            } else {
                cells.copy(from, base + table[i] * run, to, target + i * run, (next - i) * run);
            }
            i = next;
        }
    }
}
