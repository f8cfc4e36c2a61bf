package org.cotangent.cpu.gemm;

/**
 * The right operand of a matrix product, as something that can be packed: {@code k} rows, {@code n} columns, at an
 * address that is known only when the product runs. Matrices of any strides and unfolded images are such operands.
 */
public interface RightOperand {

    /**
     * Packs {@code rows} rows of one sliver: for each row, {@code width} neighbouring numbers, of which the first
     * {@code columns} come from the operand and the others are zero.
     *
     * @param source address of the operand
     * @param row first row
     * @param column first column
     * @param columns how many columns exist, at most {@code width}
     * @param target address of {@code rows * width} numbers
     */
    void pack(long source, int row, int rows, int column, int columns, int width, long target);
}
