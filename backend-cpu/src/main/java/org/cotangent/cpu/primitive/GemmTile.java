package org.cotangent.cpu.primitive;

/**
 * The innermost part of a matrix product: one small tile of the result, held in registers.
 *
 * <p>The left operand comes packed: for each of the {@code k} steps {@link #rows()} neighbouring numbers, one per row
 * of the tile. The right operand comes as {@link #columns()} neighbouring numbers for each step.
 *
 * @param <A> the array type of the numbers, {@code float[]} or {@code double[]}
 */
public interface GemmTile<A> {

    /** Rows of a tile. */
    int rows();

    /** Columns of a tile. */
    int columns();

    /**
     * Computes {@code tile[i, j] = sum over s < k of a[aOffset + s * rows + i] * b[s, j]}, row-major.
     *
     * @param b address of the first step's columns
     * @param bStride bytes from one step's columns to the next
     */
    void multiply(int k, A a, int aOffset, long b, long bStride, A tile);

    /**
     * Copies the upper left {@code rows} by {@code columns} corner of a tile to the address {@code c}, or adds it
     * there.
     *
     * @param cStride bytes from one row to the next
     */
    void store(A tile, long c, long cStride, int rows, int columns, boolean add);
}
