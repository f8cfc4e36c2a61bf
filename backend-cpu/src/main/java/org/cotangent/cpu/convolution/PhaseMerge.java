package org.cotangent.cpu.convolution;

import java.util.List;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/**
 * Puts the phases of planes together: each phase comes as planes of its own elements, all planes of the first phase,
 * then those of the second.
 */
final class PhaseMerge {

    /** Elements that are worth a thread's start. */
    private static final long LEAST_ELEMENTS = 16 * 1024;

    private final Movement movement;
    private final int stride;
    private final int width;
    private final int lines;
    private final int plane;
    /** For each line of a plane, and each phase along it: the phase, and where its elements begin in a plane of it. */
    private final int[] phases;

    private final int[] starts;
    private final int[] phaseElements;
    /** For each phase, and behind the last: the elements of all phases before it in one plane. */
    private final long[] before;

    private final RangeTask task = this::merge;

    private long planes;
    private long source;
    private long target;

    PhaseMerge(Movement movement, List<WindowAxis> axes, List<Phase> all) {
        WindowAxis last = axes.getLast();
        this.movement = movement;
        this.stride = last.stride();
        this.width = last.size();
        this.lines =
                axes.stream().limit(axes.size() - 1).mapToInt(WindowAxis::size).reduce(1, Math::multiplyExact);
        this.plane = lines * width;
        this.phaseElements = all.stream().mapToInt(Phase::elements).toArray();
        this.before = new long[phaseElements.length + 1];
        for (int phase = 0; phase < phaseElements.length; phase++) {
            before[phase + 1] = before[phase] + phaseElements[phase];
        }
        this.phases = new int[lines * stride];
        this.starts = new int[lines * stride];
        for (int line = 0; line < lines; line++) {
            int[] place = new int[axes.size() - 1];
            int rest = line;
            for (int i = place.length - 1; i >= 0; i--) {
                place[i] = rest % axes.get(i).size();
                rest /= axes.get(i).size();
            }
            locate(axes, all, line, place);
        }
    }

    private void locate(List<WindowAxis> axes, List<Phase> all, int line, int[] place) {
        for (int residue = 0; residue < stride; residue++) {
            int phase = 0;
            for (int i = 0; i < place.length; i++) {
                phase = phase * axes.get(i).stride() + place[i] % axes.get(i).stride();
            }
            phase = phase * stride + residue;
            List<WindowAxis> own = all.get(phase).axes();
            int row = 0;
            for (int i = 0; i < place.length; i++) {
                row = row * own.get(i).count() + place[i] / axes.get(i).stride();
            }
            phases[line * stride + residue] = phase;
            starts[line * stride + residue] = row * own.getLast().count();
        }
    }

    /** {@return the elements of all phases of so many planes} */
    long elements(long planeCount) {
        return before[phaseElements.length] * planeCount;
    }

    /** {@return where the planes of a phase begin, in elements, if there are so many} */
    long start(int phase, long planeCount) {
        return before[phase] * planeCount;
    }

    /** Puts so many planes together, from one address to another. */
    void run(Parallel parallel, long planeCount, long from, long to) {
        planes = planeCount;
        source = from;
        target = to;
        parallel.forRange(planeCount, Math.max(1, LEAST_ELEMENTS / Math.max(1, plane)), task);
    }

    private void merge(long from, long to) {
        for (long i = from; i < to; i++) {
            plane(planes, i, source, target + movement.bytes() * i * plane);
        }
    }

    /**
     * Puts one plane together.
     *
     * @param planeCount how many planes the phases have
     * @param i which one is wanted
     * @param from address of the phases
     * @param to address of the plane
     */
    void plane(long planeCount, long i, long from, long to) {
        int bytes = movement.bytes();
        for (int line = 0; line < lines; line++) {
            long row = to + (long) bytes * line * width;
            if (stride == 1) {
                movement.copyRows(place(planeCount, i, from, line, 0), 0, row, 0, 1, width);
            } else if (stride == 2) {
                long even = place(planeCount, i, from, line, 0);
                movement.interleave(even, place(planeCount, i, from, line, 1), row, width / 2);
                if (width % 2 != 0) {
                    long rest = (long) bytes * (width / 2);
                    movement.copyRows(even + rest, 0, row + 2 * rest, 0, 1, 1);
                }
            } else {
                for (int residue = 0; residue < Math.min(stride, width); residue++) {
                    int n = Math.ceilDiv(width - residue, stride);
                    long elements = place(planeCount, i, from, line, residue);
                    movement.spread(elements, row + (long) bytes * residue, stride, n);
                }
            }
        }
    }

    /** The address of the elements of a line of a plane that belong to one phase. */
    private long place(long planeCount, long i, long from, int line, int residue) {
        int phase = phases[line * stride + residue];
        long element = before[phase] * planeCount + i * phaseElements[phase] + starts[line * stride + residue];
        return from + movement.bytes() * element;
    }
}
