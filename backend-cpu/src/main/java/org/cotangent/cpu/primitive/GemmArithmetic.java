package org.cotangent.cpu.primitive;

import java.util.List;

/**
 * What matrix products of one element type are made of.
 *
 * @param <A> the array type of the numbers, {@code float[]} or {@code double[]}
 */
public interface GemmArithmetic<A> {

    /** {@return the bytes of a number} */
    int bytes();

    /** {@return the tiles, those with most rows first, all with the same columns} */
    List<GemmTile<A>> tiles();

    /** {@return a new array} */
    A array(int length);

    /** {@return the calling thread's room for packed operands} */
    GemmWorkspace<A> workspace();

    /** {@return copies and transposes of the numbers} */
    Movement movement();

    /** {@return loops over rows of the numbers} */
    RowArithmetic rows();

    /**
     * Packs rows of a matrix as the left operand of a tile: {@code panel[at + j * height + i]} becomes {@code scale}
     * times the element in row i, column j. Rows from {@code rows} to {@code height} become zero.
     *
     * @param source address of row 0, column 0
     * @param rowStride bytes from one row to the next
     * @param columnStride bytes from one column to the next
     */
    void packPanel(
            long source,
            long rowStride,
            long columnStride,
            int rows,
            int height,
            int columns,
            double scale,
            A panel,
            int at);
}
