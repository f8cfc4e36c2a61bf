package org.cotangent.cpu.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where windows lie in an image whose channels are neighbours in memory. Rows of windows are cut into parts in which
 * all windows have the same taps inside the image. Distances are in bytes.
 */
public final class ChannelRows {

    private final WindowSpace space;
    private final long pitch;
    /** For each row, where the first line that it touches begins. */
    private final long[] origins;
    /** For each row, which of the sets of {@link #offsets} it has. */
    private final int[] kinds;
    /** Where parts of a row begin, and where the last one ends. */
    private final int[] cuts;
    /** For each kind of row and each part the taps inside the image, in their order. */
    private final long[][][] offsets;

    private final long taps;

    /**
     * Plans windows over images.
     *
     * @param axes the slowest first, at least one
     * @param pitch from one element of a channel to the next
     */
    public ChannelRows(List<WindowAxis> axes, long pitch) {
        this.space = new WindowSpace(axes);
        this.pitch = pitch;
        this.cuts = cuts(space);
        this.origins = new long[space.rows()];
        this.kinds = new int[space.rows()];
        Map<List<Long>, Integer> known = new LinkedHashMap<>();
        for (int row = 0; row < kinds.length; row++) {
            List<Long> lines = new ArrayList<>();
            for (int tap = 0; tap < space.outerTaps(); tap++) {
                if (space.start(tap, row) >= 0) {
                    lines.add((long) space.start(tap, row));
                }
            }
            long first = lines.isEmpty() ? 0 : lines.getFirst();
            origins[row] = pitch * first;
            lines.replaceAll(start -> start - first);
            kinds[row] = known.computeIfAbsent(lines, l -> known.size());
        }
        this.offsets = known.keySet().stream().map(this::parts).toArray(long[][][]::new);
        long sum = 0;
        for (int kind : kinds) {
            for (int part = 0; part < parts(); part++) {
                sum += (long) offsets[kind][part].length * count(part);
            }
        }
        this.taps = sum;
    }

    private static int[] cuts(WindowSpace space) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, space.width()));
        for (int tap = 0; tap < space.innerTaps(); tap++) {
            cuts.add(space.first(tap));
            cuts.add(space.last(tap));
        }
        return cuts.stream().mapToInt(cut -> cut).toArray();
    }

    private long[][] parts(List<Long> lines) {
        long[][] parts = new long[cuts.length - 1][];
        for (int part = 0; part < parts.length; part++) {
            List<Long> inside = new ArrayList<>();
            for (long line : lines) {
                for (int tap = 0; tap < space.innerTaps(); tap++) {
                    if (space.first(tap) <= cuts[part] && cuts[part] < space.last(tap)) {
                        inside.add(pitch * (line + space.shift(tap)));
                    }
                }
            }
            parts[part] = inside.stream().mapToLong(offset -> offset).toArray();
        }
        return parts;
    }

    /** {@return the number of rows of windows} */
    public int rows() {
        return kinds.length;
    }

    /** {@return windows in a row} */
    public int width() {
        return space.width();
    }

    /** {@return the elements of a channel of the image} */
    public int elements() {
        return space.elements();
    }

    /** {@return the number of windows} */
    public int positions() {
        return space.positions();
    }

    /** {@return from one element of a channel to the next} */
    public long pitch() {
        return pitch;
    }

    /** {@return from one window of a row to the next} */
    public long step() {
        return pitch * space.stride();
    }

    /** {@return the number of parts of each row} */
    public int parts() {
        return cuts.length - 1;
    }

    /** {@return the first window of a part} */
    public int first(int part) {
        return cuts[part];
    }

    /** {@return the number of windows of a part} */
    public int count(int part) {
        return cuts[part + 1] - cuts[part];
    }

    /** {@return what a row's {@linkplain #offsets offsets} are counted from, for its first window} */
    public long origin(int row) {
        return origins[row];
    }

    /** {@return where the taps of the windows of a part of a row are} */
    public long[] offsets(int row, int part) {
        return offsets[kinds[row]][part];
    }

    /** {@return the number of taps of all windows that are inside the image} */
    public long taps() {
        return taps;
    }
}
