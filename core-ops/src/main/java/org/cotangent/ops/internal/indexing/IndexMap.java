package org.cotangent.ops.internal.indexing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.ShapeException;

/**
 * Where in a data tensor the entries of an index tensor point, for gathering and scattering alike.
 *
 * <p>Entries are arranged in rows and columns. Entry (row, column) points at {@code run} neighbouring elements of the
 * data, which begin at {@code base(row) + column * columnStride + sum_k index_k * strides_k}, where the {@code index_k}
 * are the numbers of the entry's tuple.
 */
public final class IndexMap {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final long rows;
    private final long columns;
    private final long[] rowSizes;
    private final long[] rowStrides;
    private final long columnStride;
    private final boolean sharedByRows;
    private final long[] limits;
    private final long[] strides;
    private final long run;

    private IndexMap(
            long[] rowSizes,
            long[] rowStrides,
            long columns,
            long columnStride,
            boolean sharedByRows,
            long[] limits,
            long[] strides,
            long run) {
        this.rows = Strides.product(rowSizes);
        this.columns = columns;
        this.rowSizes = rowSizes;
        this.rowStrides = rowStrides;
        this.columnStride = columnStride;
        this.sharedByRows = sharedByRows;
        this.limits = limits;
        this.strides = strides;
        this.run = run;
    }

    /** {@return the map of Gather: whole slices across {@code axis}} */
    public static IndexMap gather(long[] data, int axis, long indices) {
        long inner = Strides.product(data, axis + 1, data.length);
        return new IndexMap(
                new long[] {Strides.product(data, 0, axis)},
                new long[] {data[axis] * inner},
                indices,
                0,
                true,
                new long[] {data[axis]},
                new long[] {inner},
                inner);
    }

    /** {@return the map of GatherElements and ScatterElements: along {@code axis} the index, else one's own place} */
    public static IndexMap elements(long[] data, int axis, long[] indices) {
        long[] dense = Strides.of(data);
        long[] sizes = new long[indices.length];
        long[] own = new long[indices.length];
        int count = 0;
        for (int i = 0; i < indices.length; i++) {
            long stride = i == axis ? 0 : dense[i];
            if (indices[i] == 1) {
                continue;
            }
            if (count > 0 && own[count - 1] == stride * indices[i] && stride != 0) {
                sizes[count - 1] *= indices[i];
                own[count - 1] = stride;
            } else {
                sizes[count] = indices[i];
                own[count++] = stride;
            }
        }
        int last = Math.max(0, count - 1);
        return new IndexMap(
                Arrays.copyOf(sizes, last),
                Arrays.copyOf(own, last),
                count == 0 ? 1 : sizes[last],
                count == 0 ? 0 : own[last],
                false,
                new long[] {data[axis]},
                new long[] {dense[axis]},
                1);
    }

    /** {@return the map of GatherND and ScatterND: tuples of indices of the axes after the batch axes} */
    public static IndexMap tuples(long[] data, int batch, long[] indices) {
        int length = (int) indices[indices.length - 1];
        long[] dense = Strides.of(data);
        return new IndexMap(
                new long[] {Strides.product(data, 0, batch)},
                new long[] {Strides.product(data, batch, data.length)},
                Strides.product(indices, batch, indices.length - 1),
                0,
                false,
                Arrays.copyOfRange(data, batch, batch + length),
                Arrays.copyOfRange(dense, batch, batch + length),
                Strides.product(data, batch + length, data.length));
    }

    public long rows() {
        return rows;
    }

    public long columns() {
        return columns;
    }

    public long run() {
        return run;
    }

    /** {@return whether entries of different columns never point at the same element} */
    public boolean hasDisjointColumns() {
        return columnStride != 0;
    }

    /** {@return whether entries of different rows never point at the same element} */
    public boolean hasDisjointRows() {
        return Arrays.stream(rowStrides).allMatch(stride -> stride != 0);
    }

    /** {@return the part of the address that all entries of a row share} */
    public long base(long row) {
        return Strides.offset(row, rowSizes, rowStrides);
    }

    /** {@return the first element of the data that the entry points at} */
    public long address(MemorySegment indices, boolean wide, long row, long column, long base) {
        long entry = sharedByRows ? column : row * columns + column;
        long address = base + column * columnStride;
        long first = entry * limits.length;
        for (int k = 0; k < limits.length; k++) {
            long index = wide ? indices.get(LONG, (first + k) * 8) : indices.get(INT, (first + k) * 4);
            long limit = limits[k];
            if (index < 0) {
                index += limit;
            }
            if (index < 0 || index >= limit) {
                throw outside(index, limit, first + k);
            }
            address += index * strides[k];
        }
        return address;
    }

    /** Writes the addresses of the entries of a row in [first, last), one after another. */
    public void addresses(
            MemorySegment indices, boolean wide, long row, long first, long last, long base, long[] addresses) {
        if (limits.length != 1) {
            for (long column = first; column < last; column++) {
                addresses[(int) (column - first)] = address(indices, wide, row, column, base);
            }
            return;
        }
        long entry = (sharedByRows ? 0 : row * columns) + first;
        long start = base + first * columnStride;
        long limit = limits[0];
        long stride = strides[0];
        int count = (int) (last - first);
        for (int i = 0; i < count; i++) {
            long index = wide ? indices.get(LONG, (entry + i) * 8) : indices.get(INT, (entry + i) * 4);
            index += index < 0 ? limit : 0;
            if (index < 0 || index >= limit) {
                throw outside(index, limit, entry + i);
            }
            addresses[i] = start + i * columnStride + index * stride;
        }
    }

    private static ShapeException outside(long index, long limit, long position) {
        return new ShapeException("element " + position + " of the indices, " + (index < 0 ? index - limit : index)
                + ", is outside [" + -limit + ", " + limit + ") of the axis it points into");
    }
}
