package org.cotangent.ops.internal.resize;

import java.util.Arrays;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.numbers.Numbers;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Applies an {@link Interpolation} along the middle axis of [outer, sources, inner]. */
abstract sealed class InterpolationPass {
    private static final long GRAIN = 1 << 13;
    private static final int BLOCK = 1024;

    final Interpolation rows;
    final long outer;
    final long inner;

    private InterpolationPass(Interpolation rows, long outer, long inner) {
        this.rows = rows;
        this.outer = outer;
        this.inner = inner;
    }

    /** {@return the pass that copies single places, for elements of any type} */
    static InterpolationPass ofCells(Interpolation rows, DType dtype, long outer, long inner, double outside) {
        return new OfCells(rows, dtype, outer, inner, outside);
    }

    /** {@return the pass that adds up in double; integers of type {@code dtype} are truncated and saturated} */
    static InterpolationPass ofNumbers(
            Interpolation rows, DType dtype, long outer, long inner, double outside, Parallel parallel) {
        return new OfNumbers(rows, dtype, outer, inner, outside, parallel);
    }

    /** Makes the lines [first, last) of the result: each a place of the middle axis, or, if inner is 1, all of them. */
    abstract void lines(Tensor from, Tensor to, long first, long last);

    final void run(Tensor from, Tensor to, Parallel parallel) {
        long lines = inner == 1 ? outer : outer * rows.results();
        long cost = inner == 1 ? rows.results() : inner;
        parallel.forRange(lines, Math.ceilDiv(GRAIN, Math.max(1, cost)), (first, last) -> lines(from, to, first, last));
    }

    private static final class OfCells extends InterpolationPass {
        private final Cells cells;
        private final Tensor fill;

        OfCells(Interpolation rows, DType dtype, long outer, long inner, double outside) {
            super(rows, outer, inner);
            this.cells = Cells.of(dtype);
            boolean number = dtype.isInteger() || dtype.isFloating() || dtype == DType.BOOL;
            this.fill = number ? Tensor.full(dtype, outside) : Tensor.allocate(dtype);
        }

        @Override
        void lines(Tensor from, Tensor to, long first, long last) {
            int count = rows.results();
            long places = inner == 1 ? count : 1;
            for (long place = first * places; place < last * places; place++) {
                int i = (int) (place % count);
                if (rows.outside()[i]) {
                    cells.copy(fill, 0, 0, to, place * inner, 1, inner);
                } else {
                    long source = place / count * rows.sources() + rows.places()[rows.starts()[i]];
                    cells.copy(from, source * inner, to, place * inner, inner);
                }
            }
        }
    }

    private static final class OfNumbers extends InterpolationPass {
        /** A line of the source and a line of the result. */
        @SuppressWarnings("ArrayRecordComponent") // working memory
        private record Memory(double[] from, double[] to) {}

        private final DType dtype;
        private final double outside;
        private final double low;
        private final double high;
        private final Cells cells;
        private final Scratch<Memory> scratch;

        OfNumbers(Interpolation rows, DType dtype, long outer, long inner, double outside, Parallel parallel) {
            super(rows, outer, inner);
            this.dtype = dtype;
            this.outside = outside;
            boolean signed = dtype.kind() == DType.Kind.SIGNED;
            double limit = Math.scalb(1.0, signed ? dtype.bits() - 1 : dtype.bits());
            this.high = dtype.isInteger() ? Math.nextDown(limit) : Double.POSITIVE_INFINITY;
            this.low = dtype.isInteger() ? (signed ? -limit : 0) : Double.NEGATIVE_INFINITY;
            this.cells = Cells.of(dtype);
            int read = inner == 1 ? rows.sources() : (int) Math.min(inner, BLOCK);
            int written = inner == 1 ? rows.results() : read;
            this.scratch = new Scratch<>(parallel, () -> new Memory(new double[read], new double[written]));
        }

        @Override
        void lines(Tensor from, Tensor to, long first, long last) {
            Memory memory = scratch.take();
            for (long line = first; line < last; line++) {
                if (inner == 1) {
                    row(from, to, line, memory);
                } else {
                    place(from, to, line, memory);
                }
            }
            scratch.put(memory);
        }

        private void row(Tensor from, Tensor to, long line, Memory memory) {
            double[] source = memory.from;
            double[] result = memory.to;
            Numbers.read(from, line * rows.sources(), source, 0, rows.sources());
            int[] starts = rows.starts();
            int[] places = rows.places();
            double[] weights = rows.weights();
            int k = 0;
            for (int i = 0; i < result.length; i++) {
                double sum = 0;
                for (int end = starts[i + 1]; k < end; k++) {
                    sum += weights[k] * source[places[k]];
                }
                result[i] = rows.outside()[i] ? outside : sum;
            }
            write(result, to, line * result.length, result.length);
        }

        private void place(Tensor from, Tensor to, long line, Memory memory) {
            int i = (int) (line % rows.results());
            long base = line / rows.results() * rows.sources();
            int k0 = rows.starts()[i];
            boolean single = rows.starts()[i + 1] == k0 + 1 && rows.weights()[k0] == 1;
            if (single && from.dtype() == dtype && to.dtype() == dtype) {
                cells.copy(from, (base + rows.places()[k0]) * inner, to, line * inner, inner);
                return;
            }
            for (long start = 0; start < inner; start += BLOCK) {
                int count = (int) Math.min(BLOCK, inner - start);
                Arrays.fill(memory.to, 0, count, rows.outside()[i] ? outside : 0);
                for (int k = rows.starts()[i]; k < rows.starts()[i + 1]; k++) {
                    double weight = rows.weights()[k];
                    Numbers.read(from, (base + rows.places()[k]) * inner + start, memory.from, 0, count);
                    for (int j = 0; j < count; j++) {
                        memory.to[j] += weight * memory.from[j];
                    }
                }
                write(memory.to, to, line * inner + start, count);
            }
        }

        /** Only the last of several passes writes integers; the others keep fractions and must not saturate. */
        private void write(double[] values, Tensor to, long index, int count) {
            if (to.dtype().isInteger()) {
                for (int i = 0; i < count; i++) {
                    values[i] = Math.clamp(values[i], low, high);
                }
            }
            Numbers.write(values, 0, to, index, count);
        }
    }
}
