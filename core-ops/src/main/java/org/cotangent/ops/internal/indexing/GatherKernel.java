package org.cotangent.ops.internal.indexing;

import java.lang.foreign.MemorySegment;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Copies what the entries of input 1 point at in input 0, one after another, to output 0. */
public final class GatherKernel implements Kernel {
    private static final long GRAIN = 1 << 13;
    private static final int BLOCK = 512;

    private final IndexMap map;
    private final Cells cells;
    private final Parallel parallel;
    private final Scratch<long[]> scratch;

    public GatherKernel(Preparation call, IndexMap map) {
        this.map = map;
        this.cells = Cells.of(call.input(0).dtype());
        this.parallel = call.parallel();
        this.scratch = new Scratch<>(parallel, () -> new long[BLOCK]);
    }

    @Override
    public void run(Bindings io) {
        Tensor data = io.input(0);
        MemorySegment indices = io.input(1).segment();
        boolean wide = io.input(1).dtype() == DType.INT64;
        Tensor output = io.output(0);
        if (map.rows() == 0 && io.input(1).elements() > 0) {
            check(indices, wide);
        }
        long entries = map.rows() * map.columns();
        long grain = cells.isAddressable() ? Math.max(1, GRAIN / Math.max(1, map.run())) : Math.max(1, entries);
        parallel.forRange(entries, grain, (first, last) -> gather(data, indices, wide, output, first, last));
    }

    /** Throws for an index that is outside its axis, though there is nothing to copy. */
    private void check(MemorySegment indices, boolean wide) {
        long[] addresses = scratch.take();
        for (long from = 0; from < map.columns(); from += BLOCK) {
            map.addresses(indices, wide, 0, from, Math.min(map.columns(), from + BLOCK), 0, addresses);
        }
        scratch.put(addresses);
    }

    private void gather(Tensor data, MemorySegment indices, boolean wide, Tensor output, long first, long last) {
        long[] addresses = scratch.take();
        try {
            long columns = map.columns();
            long run = map.run();
            for (long row = first / columns; row * columns < last; row++) {
                long base = map.base(row);
                long end = Math.min(columns, last - row * columns);
                for (long from = Math.max(0, first - row * columns); from < end; from += BLOCK) {
                    int count = (int) Math.min(BLOCK, end - from);
                    map.addresses(indices, wide, row, from, from + count, base, addresses);
                    long target = (row * columns + from) * run;
                    if (run == 1) {
                        cells.collect(data, addresses, output, target, count);
                    } else {
                        for (int i = 0; i < count; i++) {
                            cells.copy(data, addresses[i], output, target + i * run, run);
                        }
                    }
                }
            }
        } finally {
            scratch.put(addresses);
        }
    }
}
