package org.cotangent.cpu.primitive;

/** Moves 4-byte elements. Addresses and strides are in bytes; source and target do not overlap. */
public interface FloatMovement {

    /** Copies {@code rows} rows of {@code columns} neighbouring elements. */
    void copyRows(long source, long sourceStride, long target, long targetStride, int rows, int columns);

    /** Copies the element in row i, column j of the source to row j, column i of the target. */
    void transpose(long source, long sourceStride, long target, long targetStride, int rows, int columns);
}
