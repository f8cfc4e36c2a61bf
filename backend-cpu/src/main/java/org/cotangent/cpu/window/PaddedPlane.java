package org.cotangent.cpu.window;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.cpu.primitive.Movement;

/**
 * A plane with its padding, laid out for loops over windows: lines along the last axis, each cut by the stride of the
 * windows into phases of neighbouring elements. So neighbouring windows have neighbouring taps, whatever the stride.
 */
public final class PaddedPlane {

    /** Elements behind each phase that loops may read, and to a multiple of which phases are filled up. */
    private static final int SLACK = 16;

    private final Movement movement;
    private final List<WindowAxis> axes;
    private final WindowAxis last;
    private final int pitch;
    /** For each axis, bytes from one place to the next; along the last axis, from line to line. */
    private final long[] strides;
    /** For each line: the line of the plane that it holds, -1 if it is padding. */
    private final int[] held;
    /** Where runs of lines begin that hold neighbouring lines of the plane. */
    private final int[] runs;

    private final int[] lengths;
    /** For each phase of a line: its first element, where that is in the phase, and how many there are. */
    private final int[] starts;

    private final int[] places;
    private final int[] counts;

    /** @param axes all windows that are wanted, with at least one tap and one window along each axis */
    public PaddedPlane(Movement movement, List<WindowAxis> axes) {
        this.movement = movement;
        this.axes = axes;
        this.last = axes.getLast();
        this.pitch = Math.ceilDiv(Math.ceilDiv(last.extent(), last.stride()) + SLACK, SLACK) * SLACK;
        this.strides = new long[axes.size()];
        long stride = (long) movement.bytes() * pitch * last.stride();
        for (int i = axes.size() - 2; i >= 0; i--) {
            strides[i] = stride;
            stride = Math.multiplyExact(stride, axes.get(i).extent());
        }
        int[] lines = {0};
        for (WindowAxis axis : axes.subList(0, axes.size() - 1)) {
            lines = lines(lines, axis);
        }
        this.held = lines;
        this.runs = IntStream.range(0, held.length).filter(this::beginsRun).toArray();
        this.lengths = IntStream.of(runs).map(this::runLength).toArray();
        this.starts = new int[last.stride()];
        this.places = new int[last.stride()];
        this.counts = new int[last.stride()];
        int end = Math.min(last.size(), last.extent() + last.leastTap());
        for (int phase = 0; phase < last.stride(); phase++) {
            places[phase] = Math.max(0, Math.ceilDiv(-last.leastTap() - phase, last.stride()));
            starts[phase] = places[phase] * last.stride() + phase + last.leastTap();
            counts[phase] = Math.ceilDiv(end - starts[phase], last.stride());
        }
    }

    private boolean beginsRun(int line) {
        return held[line] >= 0 && (line == 0 || held[line - 1] < 0 || held[line - 1] != held[line] - 1);
    }

    private int runLength(int first) {
        int end = first + 1;
        while (end < held.length && held[end] == held[first] + end - first) {
            end++;
        }
        return end - first;
    }

    private static int[] lines(int[] slower, WindowAxis axis) {
        int[] lines = new int[slower.length * axis.extent()];
        for (int i = 0; i < lines.length; i++) {
            int at = i % axis.extent() + axis.leastTap();
            int line = slower[i / axis.extent()];
            lines[i] = line < 0 || at < 0 || at >= axis.size() ? -1 : line * axis.size() + at;
        }
        return lines;
    }

    /** {@return the elements of the layout} */
    public int elements() {
        return Math.multiplyExact(held.length * last.stride(), pitch);
    }

    /** {@return where these windows are, which are among those that are wanted} */
    public PaddedWindows windows(List<WindowAxis> chosen) {
        long[] offsets = {0};
        long[] blocks = {0};
        int rank = axes.size();
        for (int i = 0; i < rank - 1; i++) {
            int least = axes.get(i).leastTap();
            long stride = strides[i];
            WindowAxis axis = chosen.get(i);
            offsets = sums(
                    offsets,
                    Arrays.stream(axis.taps())
                            .mapToLong(tap -> (tap - least) * stride)
                            .toArray());
            if (i < rank - 2) {
                long[] places = new long[axis.count()];
                Arrays.setAll(places, o -> o * (axis.stride() * stride));
                blocks = sums(blocks, places);
            }
        }
        int least = last.leastTap();
        long[] inLine = Arrays.stream(chosen.getLast().taps())
                .mapToLong(tap -> (tap - least) % last.stride() * pitch + (tap - least) / last.stride())
                .map(element -> movement.bytes() * element)
                .toArray();
        int rows = rank == 1 ? 1 : chosen.get(rank - 2).count();
        long rowStride = rank == 1 ? 0 : chosen.get(rank - 2).stride() * strides[rank - 2];
        return new PaddedWindows(
                sums(offsets, inLine), blocks, rows, rowStride, chosen.getLast().count());
    }

    /** All sums of one number of each, those of the second changing fastest. */
    private static long[] sums(long[] slow, long[] fast) {
        long[] sums = new long[slow.length * fast.length];
        Arrays.setAll(sums, i -> slow[i / fast.length] + fast[i % fast.length]);
        return sums;
    }

    /** Copies a plane into the layout. What is padding keeps the values it has. */
    public void load(long plane, long target) {
        long bytes = movement.bytes();
        long pitchBytes = bytes * pitch;
        for (int run = 0; run < runs.length; run++) {
            long from = plane + bytes * held[runs[run]] * last.size();
            for (int phase = 0; phase < starts.length; phase++) {
                int n = counts[phase];
                if (n > 0) {
                    movement.collectRows(
                            from + bytes * starts[phase],
                            bytes * last.size(),
                            last.stride(),
                            0,
                            n,
                            target + pitchBytes * ((long) runs[run] * last.stride() + phase) + bytes * places[phase],
                            pitchBytes * last.stride(),
                            lengths[run],
                            n);
                }
            }
        }
    }
}
