package org.cotangent.cpu.window;

import java.util.ArrayList;
import java.util.List;

/**
 * Windows over the spatial axes of planes, in rows: the windows along the last axis are a row, those along all other
 * axes count the rows. In the same way the taps of a window are outer taps and inner taps.
 *
 * <p>Tap {@code (outer, inner)} of window x of row r is element {@code start(outer, r) + x * stride() + shift(inner)}
 * of the plane for {@code first(inner) <= x < last(inner)}, if {@code start} is not negative; else it is in the
 * padding.
 */
public final class WindowSpace {

    private final WindowAxis row;
    private final int rows;
    private final int outerTaps;
    private final int elements;
    private final int[] starts;

    /** @param axes the slowest first, at least one */
    public WindowSpace(List<WindowAxis> axes) {
        List<WindowAxis> merged = merged(axes);
        this.row = merged.getLast();
        List<WindowAxis> outer = merged.subList(0, merged.size() - 1);
        this.rows = product(outer.stream().mapToInt(WindowAxis::count).toArray());
        this.outerTaps =
                product(outer.stream().mapToInt(axis -> axis.taps().length).toArray());
        this.elements = product(merged.stream().mapToInt(WindowAxis::size).toArray());
        this.starts = new int[outerTaps * rows];
        for (int tap = 0; tap < outerTaps; tap++) {
            for (int r = 0; r < rows; r++) {
                starts[tap * rows + r] = start(outer, tap, r);
            }
        }
    }

    /** {@return the windows over axes of these sizes, as many as {@code counts} says} */
    public static List<WindowAxis> axes(Window window, long[] sizes, long[] counts) {
        List<WindowAxis> axes = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            int[] taps = new int[Math.toIntExact(window.kernel()[i])];
            for (int k = 0; k < taps.length; k++) {
                taps[k] = Math.toIntExact(k * (window.dilations()[i] + 1) - window.before()[i]);
            }
            axes.add(new WindowAxis(
                    Math.toIntExact(sizes[i]), Math.toIntExact(counts[i]), Math.toIntExact(window.strides()[i]), taps));
        }
        return axes;
    }

    private static List<WindowAxis> merged(List<WindowAxis> axes) {
        List<WindowAxis> merged = new ArrayList<>(axes);
        for (int i = merged.size() - 2; i >= 0; i--) {
            if (merged.get(i).joins(merged.get(i + 1))) {
                merged.set(i, merged.get(i).joined(merged.remove(i + 1)));
            }
        }
        return merged;
    }

    private static int product(int[] factors) {
        int product = 1;
        for (int factor : factors) {
            product = Math.multiplyExact(product, factor);
        }
        return product;
    }

    private int start(List<WindowAxis> outer, int tap, int r) {
        int offset = 0;
        int area = row.size();
        int restOfTap = tap;
        int restOfRow = r;
        for (int i = outer.size() - 1; i >= 0; i--) {
            WindowAxis axis = outer.get(i);
            int at = restOfRow % axis.count() * axis.stride() + axis.taps()[restOfTap % axis.taps().length];
            if (at < 0 || at >= axis.size()) {
                return -1;
            }
            offset += at * area;
            area *= axis.size();
            restOfTap /= axis.taps().length;
            restOfRow /= axis.count();
        }
        return offset;
    }

    /** {@return the number of rows of windows} */
    public int rows() {
        return rows;
    }

    /** {@return the number of windows in a row} */
    public int width() {
        return row.count();
    }

    /** {@return the number of windows} */
    public int positions() {
        return Math.multiplyExact(rows, row.count());
    }

    /** {@return the number of elements of a plane} */
    public int elements() {
        return elements;
    }

    /** {@return the number of taps of a window} */
    public int taps() {
        return outerTaps * row.taps().length;
    }

    public int outerTaps() {
        return outerTaps;
    }

    public int innerTaps() {
        return row.taps().length;
    }

    /** {@return the elements from one window of a row to the next} */
    public int stride() {
        return row.stride();
    }

    /** {@return the first element of the row of the plane that an outer tap touches; -1 if that is padding} */
    public int start(int outerTap, int r) {
        return starts[outerTap * rows + r];
    }

    /** {@return how far an inner tap of the first window is from the first element of a row of the plane} */
    public int shift(int innerTap) {
        return row.taps()[innerTap];
    }

    /** {@return the first window of a row whose tap is not before the plane} */
    public int first(int innerTap) {
        return row.first(innerTap);
    }

    /** {@return the window of a row from which on the tap is behind the plane} */
    public int last(int innerTap) {
        return row.last(innerTap);
    }
}
