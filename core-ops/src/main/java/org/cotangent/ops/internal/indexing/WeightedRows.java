package org.cotangent.ops.internal.indexing;

import java.lang.foreign.ValueLayout;
import org.cotangent.ops.internal.numbers.Lane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/**
 * The three kernels that contract {@code sum over p, k, c of table[indices[p, k], c] * weights[p, k] * values[p, c]} in
 * all but one of table, weights and values. Negative indices stand for rows of zeros.
 *
 * @param <A> the array type in which it is computed
 */
public final class WeightedRows<A> {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long GRAIN = 1 << 12;
    private static final int WIDTH = 16;

    private final Lane<A> lane;
    private final Parallel parallel;
    private final long rows;
    private final int width;
    private final long points;
    private final int taps;
    private final Scratch<Memory<A>> scratch;

    /** What one task needs: rows that were found, their weights, which taps they belong to, and sums. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Memory<A>(A rows, A weights, int[] found, A line) {}

    private WeightedRows(Lane<A> lane, Parallel parallel, Shape table, Shape indices) {
        this.lane = lane;
        this.parallel = parallel;
        this.rows = table.size(0);
        this.width = Math.toIntExact(table.size(1));
        this.points = indices.size(0);
        this.taps = Math.toIntExact(indices.size(1));
        this.scratch = new Scratch<>(
                parallel,
                () -> new Memory<>(
                        lane.array(Math.multiplyExact(taps, width)),
                        lane.array(taps),
                        new int[taps],
                        lane.array(Math.max(taps, width))));
    }

    /** {@return the sums over rows: inputs table, indices and weights, output values} */
    public static Kernel gather(DType dtype, Parallel parallel, Shape table, Shape indices) {
        return new WeightedRows<>(Lane.of(dtype), parallel, table, indices)::gather;
    }

    /** {@return what is added up per row: inputs values, indices and weights, output table} */
    public static Kernel scatter(DType dtype, Parallel parallel, Shape table, Shape indices) {
        return scatter(Lane.of(dtype), parallel, table, indices);
    }

    private static <A> Kernel scatter(Lane<A> lane, Parallel parallel, Shape table, Shape indices) {
        var kernel = new WeightedRows<>(lane, parallel, table, indices);
        A sums = lane.array(Math.toIntExact(Math.multiplyExact(kernel.rows, kernel.width)));
        return io -> kernel.scatter(io, sums);
    }

    /** {@return the products of rows and values: inputs table, indices and values, output weights} */
    public static Kernel dot(DType dtype, Parallel parallel, Shape table, Shape indices) {
        return new WeightedRows<>(Lane.of(dtype), parallel, table, indices)::dot;
    }

    private long row(Tensor indices, long entry) {
        long row = indices.segment().get(LONG, entry * 8);
        if (row >= rows) {
            throw new ShapeException("index " + row + " at entry " + entry + " is not below the rows' number, " + rows);
        }
        return row;
    }

    /** Loads the rows of a point and remembers their taps; returns how many there are. */
    private int load(Tensor table, Tensor indices, long point, Memory<A> memory) {
        int count = 0;
        for (int k = 0; k < taps; k++) {
            long row = row(indices, point * taps + k);
            if (row >= 0) {
                lane.load(table, row * width, 1, memory.rows(), count * width, 1, width);
                memory.found()[count++] = k;
            }
        }
        return count;
    }

    private long grain() {
        return Math.ceilDiv(GRAIN, Math.max(1, (long) taps * width));
    }

    private void gather(Bindings io) {
        Tensor table = io.input(0);
        Tensor indices = io.input(1);
        Tensor weights = io.input(2);
        Tensor values = io.output(0);
        parallel.forRange(
                points,
                grain(),
                (from, to) -> scratch.lend(memory -> {
                    for (long p = from; p < to; p++) {
                        int count = load(table, indices, p, memory);
                        for (int i = 0; i < count; i++) {
                            lane.load(weights, p * taps + memory.found()[i], 1, memory.weights(), i, 1, 1);
                        }
                        lane.fill(memory.line(), 0, width, 0);
                        lane.multiplyAdd(
                                memory.weights(),
                                0,
                                count,
                                memory.rows(),
                                0,
                                width,
                                memory.line(),
                                0,
                                width,
                                1,
                                width,
                                count);
                        lane.store(memory.line(), 0, values, p * width, width);
                    }
                }));
    }

    private void dot(Bindings io) {
        Tensor table = io.input(0);
        Tensor indices = io.input(1);
        Tensor values = io.input(2);
        Tensor weights = io.output(0);
        parallel.forRange(
                points,
                grain(),
                (from, to) -> scratch.lend(memory -> {
                    for (long p = from; p < to; p++) {
                        int count = load(table, indices, p, memory);
                        lane.load(values, p * width, 1, memory.line(), 0, 1, width);
                        lane.fill(memory.weights(), 0, taps, 0);
                        lane.multiplyAdd(
                                memory.rows(), 0, width, memory.line(), 0, 1, memory.weights(), 0, 1, count, 1, width);
                        spread(memory, count);
                        lane.store(memory.weights(), 0, weights, p * taps, taps);
                    }
                }));
    }

    /** Moves the first numbers to the taps they belong to, from the last to the first. */
    private void spread(Memory<A> memory, int count) {
        for (int i = count - 1; i >= 0; i--) {
            int tap = memory.found()[i];
            if (tap != i) {
                lane.fill(memory.weights(), tap, tap + 1, 0);
                lane.addInto(memory.weights(), i, memory.weights(), tap, 1, 1);
                lane.fill(memory.weights(), i, i + 1, 0);
            }
        }
    }

    /** Threads take different columns, so that each sum has one order. */
    private void scatter(Bindings io, A sums) {
        Tensor values = io.input(0);
        Tensor indices = io.input(1);
        Tensor weights = io.input(2);
        lane.fill(sums, 0, Math.toIntExact(rows * width), 0);
        parallel.forRange(
                width,
                WIDTH,
                (from, to) -> scratch.lend(memory -> {
                    int count = (int) (to - from);
                    for (long p = 0; p < points; p++) {
                        lane.load(values, p * width + from, 1, memory.line(), 0, 1, count);
                        lane.load(weights, p * taps, 1, memory.weights(), 0, 1, taps);
                        for (int k = 0; k < taps; k++) {
                            long row = row(indices, p * taps + k);
                            if (row >= 0) {
                                int at = (int) (row * width + from);
                                lane.multiplyAdd(
                                        memory.weights(), k, 1, memory.line(), 0, count, sums, at, width, 1, count, 1);
                            }
                        }
                    }
                }));
        lane.store(sums, 0, io.output(0), 0, Math.toIntExact(rows * width));
    }
}
