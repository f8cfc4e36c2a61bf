package org.cotangent.cpu.primitive;

/** A loop that evaluates a {@link LoopPlan}: each element is read, computed and written once. */
@FunctionalInterface
public interface BlockLoop {

    /**
     * Evaluates {@code rows} rows of {@code n} neighbouring elements. An output may be in the memory of an input of
     * neighbours, and overlaps none in part.
     *
     * @param at for each register of the plan the address of the first element
     * @param strides for each register the bytes from one row to the next
     * @param n at most {@link #MOST}
     */
    void run(long[] at, long[] strides, long rows, int n);

    /** The longest row. */
    int MOST = 1 << 24;
}
