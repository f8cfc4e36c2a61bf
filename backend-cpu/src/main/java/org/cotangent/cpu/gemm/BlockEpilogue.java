package org.cotangent.cpu.gemm;

/** What is done to a block of a matrix product right after it was computed, while it is in the cache. */
@FunctionalInterface
public interface BlockEpilogue {

    /**
     * Rewrites a finished block in place. Called once for each element of the result, from several threads.
     *
     * @param block address of the block's first element
     * @param rowStride bytes from one row to the next
     * @param item index in the batch
     */
    void apply(long block, long rowStride, int item, int row, int rows, int column, int columns);
}
