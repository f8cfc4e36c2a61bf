package org.cotangent.cpu.pooling;

import java.util.List;
import org.cotangent.cpu.primitive.ChannelWindowLoops;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.ChannelRows;
import org.cotangent.cpu.window.WindowAxis;

/** The windows of one image whose channels are neighbours in memory, and whose results are laid out in the same way. */
final class ChannelMaxPool {

    private final MaxPoolForm form;
    private final ChannelRows rows;
    private final ChannelWindowLoops loops;
    /** Whether windows overlap. */
    private final boolean overlap;
    /** Whether there are elements of the image in no window. */
    private final boolean gaps;

    /** @param pitch bytes from one element of a channel to the next */
    ChannelMaxPool(MaxPoolForm form, Primitives primitives, List<WindowAxis> axes, long pitch) {
        this.form = form;
        this.rows = new ChannelRows(axes, pitch);
        this.loops = primitives.channelWindows();
        this.overlap = axes.stream().anyMatch(WindowAxis::overlaps);
        this.gaps = overlap || rows.taps() < rows.elements();
    }

    MaxPoolForm form() {
        return form;
    }

    /** {@return the number of rows of windows} */
    int rows() {
        return rows.rows();
    }

    /** {@return the elements of a channel of the image} */
    long elements() {
        return rows.elements();
    }

    /** {@return the number of windows} */
    long positions() {
        return rows.positions();
    }

    /** {@return the taps of all windows} */
    long taps() {
        return rows.taps();
    }

    /** {@return the elements of a channel of the second input} */
    long seconds() {
        return switch (form) {
            case MAXIMUM -> 0;
            case GATHER -> elements();
            case SCATTER -> positions();
        };
    }

    /** {@return the elements of a channel of the result} */
    long results() {
        return form == MaxPoolForm.SCATTER ? elements() : positions();
    }

    /** Writes the whole result of some channels. */
    void image(long x, long second, long result, int channels) {
        if (form == MaxPoolForm.SCATTER && gaps) {
            clear(result, channels);
        }
        rows(x, second, result, channels, 0, rows());
    }

    private void clear(long image, int channels) {
        long bytes = 4L * channels;
        if (bytes == rows.pitch()) {
            NativeMemory.clear(image, bytes * rows.elements());
            return;
        }
        for (int i = 0; i < rows.elements(); i++) {
            NativeMemory.clear(image + i * rows.pitch(), bytes);
        }
    }

    /** Handles some rows of windows of some channels. */
    void rows(long x, long second, long result, int channels, int from, int to) {
        long pitch = rows.pitch();
        long step = rows.step();
        for (int row = from; row < to; row++) {
            for (int part = 0; part < rows.parts(); part++) {
                long window = pitch * ((long) row * rows.width() + rows.first(part));
                long at = rows.origin(row) + step * rows.first(part);
                int n = rows.count(part);
                long[] taps = rows.offsets(row, part);
                switch (form) {
                    case MAXIMUM -> loops.maximum(result + window, pitch, x + at, step, n, channels, taps);
                    case GATHER -> loops.gather(result + window, pitch, x + at, second + at, step, n, channels, taps);
                    case SCATTER ->
                        loops.scatter(second + window, pitch, x + at, result + at, step, n, channels, taps, overlap);
                }
            }
        }
    }
}
