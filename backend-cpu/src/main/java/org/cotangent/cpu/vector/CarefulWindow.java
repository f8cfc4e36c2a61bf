package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.loadPart;
import static org.cotangent.cpu.vector.Lanes.storePart;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One window of any number of neighbouring channels, where taps may be NaN: the first of which is the largest. */
final class CarefulWindow {

    private static final int LANES = FLOATS.length();

    private CarefulWindow() {}

    static void maximum(long y, long x, int channels, long[] offsets) {
        for (int c = 0; c < channels; c += LANES) {
            VectorMask<Float> there = FLOATS.indexInRange(c, channels);
            storePart(largest(x + 4L * c, offsets, there), y + 4L * c, there);
        }
    }

    private static FloatVector largest(long x, long[] offsets, VectorMask<Float> there) {
        FloatVector greatest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (long offset : offsets) {
            greatest = greatest.max(loadPart(x + offset, there));
        }
        return greatest;
    }

    /** Whether a tap is the largest: equal to it, or a NaN as it is. */
    private static VectorMask<Float> isLargest(FloatVector value, FloatVector largest) {
        return value.compare(VectorOperators.EQ, largest).or(value.test(VectorOperators.IS_NAN));
    }

    static void gather(long y, long x, long v, int channels, long[] offsets) {
        for (long c = 0; c < channels; c += LANES) {
            VectorMask<Float> there = FLOATS.indexInRange(c, channels);
            FloatVector greatest = largest(x + 4 * c, offsets, there);
            FloatVector result = FloatVector.zero(FLOATS);
            for (int t = offsets.length - 1; t >= 0; t--) {
                long tap = offsets[t] + 4 * c;
                VectorMask<Float> found = isLargest(loadPart(x + tap, there), greatest);
                result = result.blend(loadPart(v + tap, there), found);
            }
            storePart(result, y + 4 * c, there);
        }
    }

    static void scatter(long y, long x, long target, int channels, long[] offsets, boolean adds) {
        for (long c = 0; c < channels; c += LANES) {
            VectorMask<Float> there = FLOATS.indexInRange(c, channels);
            FloatVector greatest = largest(x + 4 * c, offsets, there);
            FloatVector zero = FloatVector.zero(FLOATS);
            FloatVector rest = loadPart(y + 4 * c, there);
            for (long offset : offsets) {
                long tap = offset + 4 * c;
                VectorMask<Float> found = isLargest(loadPart(x + tap, there), greatest);
                FloatVector moved = zero.blend(rest, found);
                storePart(adds ? loadPart(target + tap, there).add(moved) : moved, target + tap, there);
                rest = rest.blend(zero, found);
            }
        }
    }
}
