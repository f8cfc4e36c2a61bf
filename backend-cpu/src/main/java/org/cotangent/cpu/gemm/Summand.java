package org.cotangent.cpu.gemm;

import org.cotangent.cpu.primitive.RowArithmetic;

/**
 * Adds {@code beta C} to a product, for a C that broadcasts: each stride, in elements, is 0 where it does not change.
 */
public final class Summand implements BlockEpilogue {

    private final RowArithmetic loops;
    private final double beta;
    private final long rowStride;
    private final long columnStride;
    private long address;

    /** The column stride is 0 or 1. */
    public Summand(RowArithmetic loops, double beta, long rowStride, long columnStride) {
        this.loops = loops;
        this.beta = beta;
        this.rowStride = rowStride;
        this.columnStride = columnStride;
    }

    /** Says where C is from now on. */
    public void bind(long c) {
        address = c;
    }

    @Override
    public void apply(long block, long stride, int item, int row, int rows, int column, int columns) {
        for (int i = 0; i < rows; i++) {
            long target = block + i * stride;
            long source = address + loops.bytes() * ((row + i) * rowStride + column * columnStride);
            if (columnStride == 0) {
                loops.addConstant(target, beta * loops.get(source), columns);
            } else {
                loops.addScaled(target, beta, source, columns);
            }
        }
    }
}
