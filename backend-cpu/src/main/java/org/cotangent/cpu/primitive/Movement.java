package org.cotangent.cpu.primitive;

/**
 * Moves elements of 4 or of 8 bytes. Addresses are those of elements; strides between rows are in bytes; source and
 * target do not overlap.
 */
public interface Movement {

    /** {@return the bytes of an element} */
    int bytes();

    /** Copies {@code rows} rows of {@code columns} neighbouring elements. */
    void copyRows(long source, long sourceStride, long target, long targetStride, int rows, int columns);

    /** Copies the element in row i, column j of the source to row j, column i of the target. */
    void transpose(long source, long sourceStride, long target, long targetStride, int rows, int columns);

    /**
     * Writes {@code rows} rows of {@code columns} neighbouring elements: element j is that at {@code source + j * step
     * * bytes} for {@code first <= j < last}, else zero. What would lie outside those is not read.
     */
    void collectRows(
            long source,
            long sourceStride,
            int step,
            int first,
            int last,
            long target,
            long targetStride,
            int rows,
            int columns);

    /** Writes {@code n} neighbouring elements to places that are {@code step} elements apart. */
    void spread(long source, long target, int step, int n);

    /**
     * Writes {@code n} neighbouring elements to every second place: {@code target[2 j] = a[j], target[2 j + 1] = b[j]}.
     */
    void interleave(long a, long b, long target, int n);
}
