package org.cotangent.cpu.movement;

import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** Concat and Split of 4-byte elements: copies the rows of each part to or from its columns of the whole. */
final class RowPartsKernel implements Kernel {

    private final Movement loops;
    private final Parallel parallel;
    private final RangeTask task = this::run;
    private final boolean joins;
    private final long rows;
    private final int[] widths;
    private final long stride;
    private final long grain;
    private final long[] addresses;

    private long whole;

    /** @param joins the parts are inputs; else they are outputs */
    RowPartsKernel(Movement loops, RowParts parts, boolean joins, Parallel parallel) {
        this.loops = loops;
        this.parallel = parallel;
        this.joins = joins;
        stride = 4 * parts.width();
        grain = Math.max(1, TransposeKernel.LEAST_ELEMENTS / Math.max(1, parts.width()));
        rows = parts.rows();
        widths = parts.widths().stream().mapToInt(Long::intValue).toArray();
        addresses = new long[widths.length];
    }

    @Override
    public void run(Bindings io) {
        try {
            whole = HostMemory.address(joins ? io.output(0) : io.input(0));
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = HostMemory.address(joins ? io.input(i) : io.output(i));
            }
            parallel.forRange(rows, grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        long column = whole + from * stride;
        for (int i = 0; i < addresses.length; i++) {
            int width = widths[i];
            long bytes = 4L * width;
            long part = addresses[i] + from * bytes;
            if (width == 0) {
                continue;
            }
            if (joins) {
                loops.copyRows(part, bytes, column, stride, (int) (to - from), width);
            } else {
                loops.copyRows(column, stride, part, bytes, (int) (to - from), width);
            }
            column += bytes;
        }
    }
}
