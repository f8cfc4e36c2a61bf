package org.cotangent.ops.internal;

import java.lang.foreign.MemorySegment;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Copies what the entries of input 1 point at in input 0, one after another, to output 0. */
public final class GatherKernel implements Kernel {
    private static final long GRAIN = 1 << 13;

    private final IndexMap map;
    private final Cells cells;
    private final Parallel parallel;

    public GatherKernel(Preparation call, IndexMap map) {
        this.map = map;
        this.cells = Cells.of(call.input(0).dtype());
        this.parallel = call.parallel();
    }

    @Override
    public void run(Bindings io) {
        Tensor data = io.input(0);
        MemorySegment indices = io.input(1).segment();
        boolean wide = io.input(1).dtype() == DType.INT64;
        Tensor output = io.output(0);
        long entries = map.rows() * map.columns();
        long grain = cells.isAddressable() ? Math.max(1, GRAIN / Math.max(1, map.run())) : Math.max(1, entries);
        parallel.forRange(entries, grain, (first, last) -> gather(data, indices, wide, output, first, last));
    }

    private void gather(Tensor data, MemorySegment indices, boolean wide, Tensor output, long first, long last) {
        long columns = map.columns();
        long run = map.run();
        for (long row = first / columns; row * columns < last; row++) {
            long base = map.base(row);
            long begin = Math.max(0, first - row * columns);
            long end = Math.min(columns, last - row * columns);
            for (long column = begin; column < end; column++) {
                long address = map.address(indices, wide, row, column, base);
                cells.copy(data, address, output, (row * columns + column) * run, run);
            }
        }
    }
}
