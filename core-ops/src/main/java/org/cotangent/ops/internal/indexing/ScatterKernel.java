package org.cotangent.ops.internal.indexing;

import java.lang.foreign.MemorySegment;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Copies input 0 and combines what stands in input 2, one after another, where the entries of input 1 point at.
 *
 * <p>Entries are handled in order, so the last of several that point at the same place wins. Threads share the work
 * only where they cannot meet. Reductions of half-precision numbers are computed in float32 and rounded once.
 */
final class ScatterKernel implements Kernel {
    private static final long GRAIN = 1 << 12;
    private static final int BLOCK = 512;

    private final IndexMap map;
    private final Combine combine;
    private final StridedCopy copy;
    private final Parallel parallel;
    private final Scratch<long[]> scratch;
    /** The output in float32, if that is where half-precision numbers are reduced. */
    private final @Nullable Tensor wide;

    public ScatterKernel(Preparation call, IndexMap map) {
        DType dtype = call.input(0).dtype();
        String reduction = call.attributes().text("reduction");
        boolean widened = dtype.isFloating() && dtype.bits() == 16 && !reduction.equals("none");
        long elements = call.input(0).shape().elements().size();
        this.map = map;
        this.combine = Combine.of(reduction, dtype, widened ? DType.FLOAT : dtype);
        this.copy = new StridedCopy(dtype, new long[] {elements}, new long[] {1}, 0, new long[] {1}, 0);
        this.parallel = call.parallel();
        this.scratch = new Scratch<>(parallel, () -> new long[BLOCK]);
        this.wide = widened ? Tensor.allocate(DType.FLOAT, call.input(0).shape().sizes()) : null;
    }

    @Override
    public boolean mayOverwrite(int input) {
        return input == 0;
    }

    @Override
    public void run(Bindings io) {
        Tensor data = io.input(0);
        Tensor output = io.output(0);
        if (wide == null) {
            if (!isSame(data, output)) {
                copy.run(data, output, parallel);
            }
            scatter(io, output);
        } else {
            convert(data, wide);
            scatter(io, wide);
            convert(wide, output);
        }
    }

    private static boolean isSame(Tensor x, Tensor y) {
        return x.dtype() != DType.STRING && x.segment().address() == y.segment().address();
    }

    private static void convert(Tensor from, Tensor to) {
        for (long i = 0; i < from.elements(); i++) {
            to.setDouble(i, from.getDouble(i));
        }
    }

    private void scatter(Bindings io, Tensor target) {
        MemorySegment indices = io.input(1).segment();
        boolean int64 = io.input(1).dtype() == DType.INT64;
        Tensor updates = io.input(2);
        long rows = map.rows();
        long columns = map.columns();
        long run = map.run();
        if (map.hasDisjointRows() && rows > 1) {
            long grain = Math.ceilDiv(GRAIN, Math.max(1, columns * run));
            parallel.forRange(
                    rows, grain, (a, b) -> scatter(indices, int64, updates, target, a, b, 0, columns, 0, run));
        } else if (map.hasDisjointColumns()) {
            long grain = Math.ceilDiv(GRAIN, Math.max(1, rows));
            parallel.forRange(
                    columns, grain, (a, b) -> scatter(indices, int64, updates, target, 0, rows, a, b, 0, run));
        } else {
            long grain = Math.max(16, Math.ceilDiv(GRAIN, Math.max(1, rows * columns)));
            parallel.forRange(
                    Math.max(1, run),
                    grain,
                    (a, b) -> scatter(indices, int64, updates, target, 0, rows, 0, columns, a, Math.min(b, run)));
        }
    }

    private void scatter(
            MemorySegment indices,
            boolean int64,
            Tensor updates,
            Tensor target,
            long firstRow,
            long lastRow,
            long firstColumn,
            long lastColumn,
            long from,
            long to) {
        long[] addresses = scratch.take();
        try {
            long run = map.run();
            for (long row = firstRow; row < lastRow; row++) {
                long base = map.base(row);
                for (long column = firstColumn; column < lastColumn; column += BLOCK) {
                    int count = (int) Math.min(BLOCK, lastColumn - column);
                    map.addresses(indices, int64, row, column, column + count, base, addresses);
                    long source = (row * map.columns() + column) * run;
                    if (run == 1) {
                        combine.scatter(updates, source, target, addresses, count);
                    } else {
                        for (int i = 0; i < count; i++) {
                            combine.apply(updates, source + i * run + from, target, addresses[i] + from, to - from);
                        }
                    }
                }
            }
        } finally {
            scratch.put(addresses);
        }
    }
}
