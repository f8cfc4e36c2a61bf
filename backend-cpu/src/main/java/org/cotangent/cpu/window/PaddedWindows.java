package org.cotangent.cpu.window;

/**
 * Where windows lie in a {@link PaddedPlane}. Windows along the last axis make a row, rows along the last axis but one
 * make a block. All distances are in bytes.
 *
 * @param offsets where each tap of the first window is, the taps along the last axis changing fastest
 * @param blocks where each block begins
 * @param rows of windows in a block
 * @param rowStride from one row of windows to the next
 * @param width windows in a row
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PaddedWindows(long[] offsets, long[] blocks, int rows, long rowStride, int width) {

    /** {@return the number of windows} */
    public int positions() {
        return blocks.length * rows * width;
    }

    /** {@return where the results of a block are, if those of all windows follow each other as float32 numbers} */
    public long results(int block) {
        return (long) Float.BYTES * block * rows * width;
    }
}
