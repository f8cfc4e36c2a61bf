package org.cotangent.cpu.primitive;

/**
 * Loops over windows of float32 images whose channels are neighbours in memory. There are {@code n} windows in a row;
 * tap t of window j is {@code channels} elements at {@code x + j * step + offsets[t]}, and its result as many at
 * {@code y + j * yStep}. Steps and offsets are in bytes. Nothing else is touched.
 *
 * <p>The largest tap is the first of equals, and the first NaN if there is one.
 */
public interface ChannelWindowLoops {

    /** {@code y} is the largest tap; negative infinity if there are no taps. */
    void maximum(long y, long yStep, long x, long step, int n, int channels, long[] offsets);

    /** {@code y} is the element of {@code v}, which lies as {@code x} does, where the largest tap of {@code x} is. */
    void gather(long y, long yStep, long x, long v, long step, int n, int channels, long[] offsets);

    /**
     * Puts {@code y} to {@code target}, which lies as {@code x} does, where the largest tap of {@code x} is.
     *
     * @param adds whether it is added to what is there; else all other taps become zero
     */
    void scatter(long y, long yStep, long x, long target, long step, int n, int channels, long[] offsets, boolean adds);
}
