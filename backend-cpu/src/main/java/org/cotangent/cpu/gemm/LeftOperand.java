package org.cotangent.cpu.gemm;

import org.cotangent.cpu.primitive.GemmArithmetic;

/** The left operand of a matrix product, as something that can be packed, at an address known only when it runs. */
public interface LeftOperand {

    /**
     * Readies rows that are about to be packed, so that their columns are neighbours.
     *
     * @param source address of the operand
     * @return the address that {@link #packPanel} takes for these rows, valid until this thread asks again
     */
    default long stage(long source, int row, int rows) {
        return source;
    }

    /**
     * Packs {@code rows} rows of {@code columns} columns, from the given ones on, as {@link GemmArithmetic#packPanel}
     * does.
     *
     * @param staged the address that {@link #stage} gave for these rows
     */
    <A> void packPanel(
            GemmArithmetic<A> arithmetic,
            long staged,
            int row,
            int rows,
            int height,
            int column,
            int columns,
            double scale,
            A panel,
            int at);
}
