package org.cotangent.cpu.convolution;

import org.cotangent.cpu.gemm.RightOperand;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.window.WindowSpace;

/**
 * The channels of an image as a matrix: a column for each window, a row for each tap in each channel. Nothing but the
 * block that is packed ever exists.
 *
 * @param movement moves its elements
 * @param windows over the planes of the channels, which follow each other
 * @param channels how many there are
 * @param tapsFirst whether the channels of one tap are neighbours; if not, the taps of one channel are
 */
record UnfoldedImage(Movement movement, WindowSpace windows, int channels, boolean tapsFirst) implements RightOperand {

    @Override
    public void pack(long source, int row, int rows, int column, int columns, int width, long target) {
        long stride = (long) movement.bytes() * width;
        if (columns < width) {
            NativeMemory.clear(target, rows * stride);
        }
        int done = 0;
        while (done < columns) {
            int line = (column + done) / windows.width();
            int first = (column + done) % windows.width();
            int n = Math.min(columns - done, windows.width() - first);
            packLine(source, row, rows, line, first, n, target + (long) movement.bytes() * done, stride);
            done += n;
        }
    }

    /** Packs {@code n} windows of one row of windows. */
    private void packLine(long source, int row, int rows, int line, int first, int n, long target, long stride) {
        int channelStep = tapsFirst ? 1 : windows.taps();
        int tapStep = tapsFirst ? channels : 1;
        int bytes = movement.bytes();
        long plane = (long) bytes * windows.elements();
        for (int tap = 0; tap < windows.taps(); tap++) {
            int from = Math.max(0, Math.ceilDiv(row - tap * tapStep, channelStep));
            int to = Math.min(channels, Math.ceilDiv(row + rows - tap * tapStep, channelStep));
            if (from >= to) {
                continue;
            }
            int inner = tap % windows.innerTaps();
            int start = windows.start(tap / windows.innerTaps(), line);
            int begin = Math.clamp(windows.first(inner) - first, 0, n);
            int end = start < 0 ? begin : Math.clamp(windows.last(inner) - first, begin, n);
            movement.collectRows(
                    source + from * plane + (long) bytes * (start + first * windows.stride() + windows.shift(inner)),
                    plane,
                    windows.stride(),
                    begin,
                    end,
                    target + (from * channelStep + tap * tapStep - row) * stride,
                    channelStep * stride,
                    to - from,
                    n);
        }
    }
}
