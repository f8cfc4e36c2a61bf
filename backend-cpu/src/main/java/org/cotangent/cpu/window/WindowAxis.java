package org.cotangent.cpu.window;

import java.util.Arrays;

/**
 * Windows along one axis: tap k of window o is at {@code o * stride + taps[k]}. Taps outside the axis are in the
 * padding.
 *
 * @param size of the axis
 * @param count of the windows
 * @param stride from one window to the next
 * @param taps where the taps of the first window are
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record WindowAxis(int size, int count, int stride, int[] taps) {

    /** {@return where the first tap of the first window is} */
    int leastTap() {
        return Arrays.stream(taps).min().orElseThrow();
    }

    /** {@return the places from the first tap of the first window to the last one of the last window} */
    int extent() {
        return (count - 1) * stride + Arrays.stream(taps).max().orElseThrow() - leastTap() + 1;
    }

    /** {@return whether windows may share elements} */
    public boolean overlaps() {
        return count > 1 && Arrays.stream(taps).max().orElseThrow() - leastTap() >= stride;
    }

    /** {@return the first window whose tap is not before the axis} */
    int first(int tap) {
        return Math.clamp(Math.ceilDiv(-taps[tap], stride), 0, count);
    }

    /** {@return the window from which on the tap is behind the axis} */
    int last(int tap) {
        return Math.clamp(Math.ceilDiv(size - taps[tap], stride), first(tap), count);
    }

    /** Whether each window has one tap, and the windows are the elements. */
    private boolean isWhole() {
        return stride == 1 && count == size && taps.length == 1 && taps[0] == 0;
    }

    /** {@return whether this axis and the next faster one can be seen as one} */
    boolean joins(WindowAxis faster) {
        return faster.isWhole() && stride == 1;
    }

    /** {@return this axis and the next faster one as one} */
    WindowAxis joined(WindowAxis faster) {
        int[] joined = new int[taps.length];
        for (int tap = 0; tap < taps.length; tap++) {
            joined[tap] = taps[tap] * faster.size();
        }
        return new WindowAxis(size * faster.size(), count * faster.count(), 1, joined);
    }
}
