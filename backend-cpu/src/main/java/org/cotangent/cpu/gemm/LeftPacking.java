package org.cotangent.cpu.gemm;

import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.jspecify.annotations.Nullable;

/**
 * Packs all of a left operand with all threads. Reused from run to run.
 *
 * @param <A> the array type of the numbers
 */
final class LeftPacking<A> {

    private final Gemm<A> gemm;
    private final RangeTask task = this::pack;

    private long operand;
    private @Nullable A packed;
    private int offset;

    LeftPacking(Gemm<A> gemm) {
        this.gemm = gemm;
    }

    void run(Parallel pool, long from, A to, int at) {
        if (gemm.panels.count() == 0) {
            return;
        }
        operand = from;
        packed = to;
        offset = at;
        long elements = (long) gemm.k * gemm.panels.tile(0).rows();
        pool.forRange(gemm.panels.count(), Math.max(1, GemmRun.LEAST_PACKING / Math.max(1, elements)), task);
        packed = null;
    }

    private void pack(long from, long to) {
        A target = packed;
        for (int panel = (int) from; panel < to && target != null; panel++) {
            gemm.packPanel(operand, panel, target, offset);
        }
    }
}
