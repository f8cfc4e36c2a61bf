package org.cotangent.ops.internal.convolution;

/**
 * {@link Windows} laid out for loops over rows of windows: the last axis is a line, all others are told by tables.
 *
 * <p>Tap {@code (outer, inner)} of window {@code x} of line {@code l} is element {@code start(outer, l) + x * stride()
 * + shift(inner)} of the plane, for {@code first(inner) <= x < last(inner)}, if {@code start} is not negative.
 */
public final class WindowLines {
    private final int[] starts;
    private final int[] first;
    private final int[] last;
    private final int lines;
    private final int width;
    private final int outerTaps;
    private final int innerTaps;
    private final int stride;
    private final int dilation;
    private final int begin;

    public WindowLines(Windows windows) {
        int rank = windows.rank();
        int inner = rank - 1;
        width = Math.toIntExact(windows.counts()[inner]);
        innerTaps = Math.toIntExact(windows.kernel()[inner]);
        lines = width == 0 ? 0 : windows.positions() / width;
        outerTaps = windows.taps() / innerTaps;
        stride = Math.toIntExact(windows.strides()[inner]);
        dilation = Math.toIntExact(windows.dilations()[inner]);
        begin = Math.toIntExact(windows.begins()[inner]);
        starts = new int[outerTaps * lines];
        for (int tap = 0; tap < outerTaps; tap++) {
            for (int line = 0; line < lines; line++) {
                starts[tap * lines + line] = start(windows, tap, line);
            }
        }
        first = new int[innerTaps];
        last = new int[innerTaps];
        long size = windows.sizes()[inner];
        for (int tap = 0; tap < innerTaps; tap++) {
            long from = begin - (long) tap * dilation;
            first[tap] = Math.clamp(Math.ceilDiv(from, (long) stride), 0, width);
            last[tap] = Math.clamp(Math.ceilDiv(size + from, (long) stride), first[tap], width);
        }
    }

    private static int start(Windows windows, int tap, int line) {
        long offset = 0;
        long area = windows.sizes()[windows.rank() - 1];
        long restOfTap = tap;
        long restOfLine = line;
        for (int axis = windows.rank() - 2; axis >= 0; axis--) {
            long at = restOfLine % windows.counts()[axis] * windows.strides()[axis]
                    - windows.begins()[axis]
                    + restOfTap % windows.kernel()[axis] * windows.dilations()[axis];
            if (at < 0 || at >= windows.sizes()[axis]) {
                return -1;
            }
            offset += at * area;
            area *= windows.sizes()[axis];
            restOfTap /= windows.kernel()[axis];
            restOfLine /= windows.counts()[axis];
        }
        return Math.toIntExact(offset);
    }

    public int lines() {
        return lines;
    }

    /** {@return the number of windows in a line} */
    public int width() {
        return width;
    }

    public int outerTaps() {
        return outerTaps;
    }

    public int innerTaps() {
        return innerTaps;
    }

    public int stride() {
        return stride;
    }

    /** {@return the first element of the line of the plane that a tap touches; -1 if that is padding} */
    public int start(int outerTap, int line) {
        return starts[outerTap * lines + line];
    }

    public int shift(int innerTap) {
        return innerTap * dilation - begin;
    }

    /** {@return the first window of a line whose tap is not before the axis} */
    public int first(int innerTap) {
        return first[innerTap];
    }

    /** {@return the window of a line from which on the tap is behind the axis} */
    public int last(int innerTap) {
        return last[innerTap];
    }
}
