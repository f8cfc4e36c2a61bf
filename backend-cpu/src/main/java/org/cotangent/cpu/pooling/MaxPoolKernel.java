package org.cotangent.cpu.pooling;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Parallel;

/**
 * The greatest element of each window, the first one of equals, NaN if there is one; and, if asked for, where it is in
 * the whole input. In a window of nothing but negative infinity that is the first element.
 */
final class MaxPoolKernel extends PoolKernel {

    private final List<WindowAxis> axes;
    private final boolean indexed;
    private final boolean columnMajor;
    /** For each axis the distance of neighbours in the order of the indices. */
    private final long[] strides;

    private final long elements;
    /** For each tap, how far it is from the first element of its window, in the order of the indices. */
    private final long[] distances;

    private long indices;

    /** @param columnMajor whether indices count the spatial axes from the first */
    MaxPoolKernel(
            Primitives primitives,
            List<WindowAxis> axes,
            long planes,
            boolean indexed,
            boolean columnMajor,
            Parallel parallel) {
        super(primitives, axes, planes, Float.NEGATIVE_INFINITY, indexed ? positions(axes) : 0, parallel);
        this.axes = axes;
        this.indexed = indexed;
        this.columnMajor = columnMajor;
        this.strides = strides();
        this.elements = axes.stream().mapToLong(WindowAxis::size).reduce(1, Math::multiplyExact);
        this.distances = new long[windows.offsets().length];
        Arrays.setAll(distances, this::distance);
    }

    private static long positions(List<WindowAxis> axes) {
        return axes.stream().mapToLong(WindowAxis::count).reduce(1, Math::multiplyExact);
    }

    private long[] strides() {
        long[] result = new long[axes.size()];
        long stride = 1;
        for (int i = 0; i < result.length; i++) {
            int axis = columnMajor ? i : result.length - 1 - i;
            result[axis] = stride;
            stride *= axes.get(axis).size();
        }
        return result;
    }

    private long distance(int tap) {
        long distance = 0;
        int rest = tap;
        for (int i = strides.length - 1; i >= 0; i--) {
            int[] taps = axes.get(i).taps();
            distance += taps[rest % taps.length] * strides[i];
            rest /= taps.length;
        }
        return distance;
    }

    @Override
    void bind(Bindings io) {
        indices = indexed ? HostMemory.address(io.output(1)) : 0;
    }

    @Override
    void pool(long plane, long source, long target, long extra) {
        long rowBytes = 4L * windows.width();
        for (int block = 0; block < windows.blocks().length; block++) {
            long from = source + windows.blocks()[block];
            long to = target + windows.results(block);
            if (indexed) {
                primitives
                        .windows()
                        .maximumWithTap(
                                to,
                                extra + windows.results(block),
                                rowBytes,
                                from,
                                windows.rowStride(),
                                windows.rows(),
                                windows.width(),
                                windows.offsets());
            } else {
                primitives
                        .windows()
                        .maximum(
                                to,
                                rowBytes,
                                from,
                                windows.rowStride(),
                                windows.rows(),
                                windows.width(),
                                windows.offsets());
            }
        }
        if (indexed) {
            writeIndices(plane, extra);
        }
    }

    /** Turns the numbers of taps into indices, row of windows by row of windows. */
    private void writeIndices(long plane, long taps) {
        int width = windows.width();
        WindowAxis last = axes.getLast();
        long step = last.stride() * strides[strides.length - 1];
        long target = indices + 8 * plane * windows.positions();
        int lines = windows.positions() / width;
        for (int line = 0; line < lines; line++) {
            long first = plane * elements + firstOfLine(line);
            for (int o = 0; o < width; o++) {
                long place = (long) line * width + o;
                int tap = NativeMemory.getInt(taps + 4 * place);
                long distance = distances[tap >= 0 ? tap : firstInside(line, o)];
                NativeMemory.setLong(target + 8 * place, first + o * step + distance);
            }
        }
    }

    private long firstOfLine(int line) {
        long first = 0;
        int rest = line;
        for (int i = strides.length - 2; i >= 0; i--) {
            first += rest % axes.get(i).count() * (axes.get(i).stride() * strides[i]);
            rest /= axes.get(i).count();
        }
        return first;
    }

    /** The first tap of a window that is not in the padding. */
    private int firstInside(int line, int window) {
        int tap = 0;
        int rest = line;
        int factor = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            WindowAxis axis = axes.get(i);
            int o = i == strides.length - 1 ? window : rest % axis.count();
            rest = i == strides.length - 1 ? rest : rest / axis.count();
            int first = 0;
            while (first < axis.taps().length - 1 && o * axis.stride() + axis.taps()[first] < 0) {
                first++;
            }
            tap += first * factor;
            factor *= axis.taps().length;
        }
        return tap;
    }
}
