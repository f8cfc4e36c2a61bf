package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.cotangent.cpu.primitive.ChannelWindowLoops;

/**
 * Windows of neighbouring channels, as many channels at a time as a vector has lanes.
 *
 * <p>Taps are compared as if there were no NaN, which takes half the instructions, and are added up: where the sum is a
 * NaN, one of them may be, and {@link CarefulWindow} starts again.
 */
final class VectorChannelWindowLoops implements ChannelWindowLoops {

    private static final int LANES = FLOATS.length();

    @Override
    public void maximum(long y, long yStep, long x, long step, int n, int channels, long[] offsets) {
        for (int j = 0; j < n; j++) {
            long from = x + j * step;
            long to = y + j * yStep;
            int c = 0;
            for (; c <= channels - 4 * LANES; c += 4 * LANES) {
                maximumOfFour(to + 4L * c, from + 4L * c, offsets);
            }
            for (; c <= channels - LANES; c += LANES) {
                maximumOfOne(to + 4L * c, from + 4L * c, offsets);
            }
            if (c < channels) {
                CarefulWindow.maximum(to + 4L * c, from + 4L * c, channels - c, offsets);
            }
        }
    }

    private static void maximumOfFour(long y, long x, long[] offsets) {
        FloatVector a = lowest(), b = a, c = a, d = a;
        FloatVector sums = FloatVector.zero(FLOATS), more = sums;
        for (long offset : offsets) {
            long tap = x + offset;
            FloatVector first = load(tap);
            FloatVector second = load(tap + VECTOR_BYTES);
            FloatVector third = load(tap + 2L * VECTOR_BYTES);
            FloatVector fourth = load(tap + 3L * VECTOR_BYTES);
            a = larger(a, first);
            b = larger(b, second);
            c = larger(c, third);
            d = larger(d, fourth);
            sums = sums.add(first.add(second));
            more = more.add(third.add(fourth));
        }
        if (hasNaN(sums.add(more))) {
            CarefulWindow.maximum(y, x, 4 * LANES, offsets);
        } else {
            store(a, y);
            store(b, y + VECTOR_BYTES);
            store(c, y + 2L * VECTOR_BYTES);
            store(d, y + 3L * VECTOR_BYTES);
        }
    }

    /** With a loop of its own: one that is shared with the others makes objects of vectors here. */
    private static void maximumOfOne(long y, long x, long[] offsets) {
        FloatVector greatest = lowest();
        FloatVector sum = FloatVector.zero(FLOATS);
        for (long offset : offsets) {
            FloatVector tap = load(x + offset);
            greatest = larger(greatest, tap);
            sum = sum.add(tap);
        }
        if (hasNaN(sum)) {
            CarefulWindow.maximum(y, x, LANES, offsets);
        } else {
            store(greatest, y);
        }
    }

    /** {@return the largest tap of each channel; NaN where one may be NaN} */
    private static FloatVector greatest(long x, long[] offsets) {
        FloatVector greatest = lowest();
        FloatVector sum = FloatVector.zero(FLOATS);
        for (long offset : offsets) {
            FloatVector tap = load(x + offset);
            greatest = larger(greatest, tap);
            sum = sum.add(tap);
        }
        return greatest.blend(sum, sum.compare(VectorOperators.NE, sum));
    }

    private static FloatVector lowest() {
        return FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    }

    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    private static boolean hasNaN(FloatVector v) {
        return v.compare(VectorOperators.NE, v).anyTrue();
    }

    @Override
    public void gather(long y, long yStep, long x, long v, long step, int n, int channels, long[] offsets) {
        for (int j = 0; j < n; j++) {
            long at = j * step;
            long to = y + j * yStep;
            int c = 0;
            for (; c <= channels - LANES; c += LANES) {
                gather(to + 4L * c, x + at + 4L * c, v + at + 4L * c, offsets);
            }
            if (c < channels) {
                CarefulWindow.gather(to + 4L * c, x + at + 4L * c, v + at + 4L * c, channels - c, offsets);
            }
        }
    }

    private static void gather(long y, long x, long v, long[] offsets) {
        FloatVector greatest = greatest(x, offsets);
        if (hasNaN(greatest)) {
            CarefulWindow.gather(y, x, v, LANES, offsets);
            return;
        }
        FloatVector result = FloatVector.zero(FLOATS);
        for (int t = offsets.length - 1; t >= 0; t--) {
            VectorMask<Float> found = load(x + offsets[t]).compare(VectorOperators.EQ, greatest);
            result = result.blend(load(v + offsets[t]), found);
        }
        store(result, y);
    }

    @Override
    public void scatter(
            long y, long yStep, long x, long target, long step, int n, int channels, long[] offsets, boolean adds) {
        for (int j = 0; j < n; j++) {
            long at = j * step;
            long from = y + j * yStep;
            int c = 0;
            for (; c <= channels - LANES; c += LANES) {
                scatter(from + 4L * c, x + at + 4L * c, target + at + 4L * c, offsets, adds);
            }
            if (c < channels) {
                long place = at + 4L * c;
                CarefulWindow.scatter(from + 4L * c, x + place, target + place, channels - c, offsets, adds);
            }
        }
    }

    /** The first tap that is the largest gets what is to be scattered, the next ones what is left: nothing. */
    private static void scatter(long y, long x, long target, long[] offsets, boolean adds) {
        FloatVector greatest = greatest(x, offsets);
        if (hasNaN(greatest)) {
            CarefulWindow.scatter(y, x, target, LANES, offsets, adds);
            return;
        }
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector rest = load(y);
        for (long offset : offsets) {
            VectorMask<Float> found = load(x + offset).compare(VectorOperators.EQ, greatest);
            FloatVector share = zero.blend(rest, found);
            if (adds) {
                store(load(target + offset).add(share), target + offset);
            } else {
                store(share, target + offset);
            }
            rest = rest.blend(zero, found);
        }
    }
}
