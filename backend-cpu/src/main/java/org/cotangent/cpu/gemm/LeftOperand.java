package org.cotangent.cpu.gemm;

import org.cotangent.cpu.primitive.GemmArithmetic;

/** The left operand of a matrix product, as something that can be packed, at an address known only when it runs. */
public interface LeftOperand {

    /**
     * Packs {@code rows} rows of {@code columns} columns, from the given ones on, as {@link GemmArithmetic#packPanel} does.
     *
     * @param source address of the operand
     */
    <A> void packPanel(
            GemmArithmetic<A> arithmetic,
            long source,
            int row,
            int rows,
            int height,
            int column,
            int columns,
            double scale,
            A panel,
            int at);
}
