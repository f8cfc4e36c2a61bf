package org.cotangent.cpu.reduce;

import java.util.ArrayList;
import java.util.List;

/**
 * The axes of a dense tensor that is reduced, neighbours of the same fate merged.
 *
 * <p>The fastest axis is the run: its elements are neighbours, and either all of them are reduced to one or each is a
 * column of its own. The slower axes that are kept count the results, those that are reduced count the segments of a
 * result.
 */
final class ReductionSpace {

    private record Axis(long size, long stride, boolean reduced) {}

    private final List<Axis> kept = new ArrayList<>();
    private final List<Axis> reduced = new ArrayList<>();
    private final long run;
    private final boolean runIsReduced;

    /** The space of a tensor of these sizes, none of them 0, of which those flagged are reduced. */
    ReductionSpace(long[] sizes, boolean[] flags) {
        List<Axis> axes = new ArrayList<>();
        long stride = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (sizes[i] > 1) {
                Axis faster = axes.isEmpty() ? null : axes.getLast();
                if (faster != null && faster.reduced() == flags[i]) {
                    axes.set(axes.size() - 1, new Axis(faster.size() * sizes[i], faster.stride(), flags[i]));
                } else {
                    axes.add(new Axis(sizes[i], stride, flags[i]));
                }
                stride *= sizes[i];
            }
        }
        Axis fastest = axes.isEmpty() ? new Axis(1, 1, true) : axes.removeFirst();
        run = fastest.size();
        runIsReduced = fastest.reduced();
        axes.forEach(axis -> (axis.reduced() ? reduced : kept).add(axis));
    }

    private static long count(List<Axis> axes) {
        return axes.stream().mapToLong(Axis::size).reduce(1, Math::multiplyExact);
    }

    long run() {
        return run;
    }

    boolean runIsReduced() {
        return runIsReduced;
    }

    /** {@return the number of results, or of rows of results} */
    long results() {
        return count(kept);
    }

    /** {@return the number of runs that are joined for a result} */
    long segments() {
        return count(reduced);
    }

    /** {@return the number of elements that are joined for a result} */
    long joined() {
        return runIsReduced ? segments() * run : segments();
    }

    /** {@return the first element of a result} */
    long resultOffset(long result) {
        return offset(kept, result);
    }

    /** {@return how far a segment of a result is from the first one} */
    long segmentOffset(long segment) {
        return offset(reduced, segment);
    }

    private static long offset(List<Axis> axes, long index) {
        long rest = index;
        long offset = 0;
        for (int i = 0; i < axes.size(); i++) {
            Axis axis = axes.get(i);
            offset += rest % axis.size() * axis.stride();
            rest /= axis.size();
        }
        return offset;
    }
}
