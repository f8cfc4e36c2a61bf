package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.VECTOR_BYTES;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.loadPart;
import static org.cotangent.cpu.vector.Lanes.store;
import static org.cotangent.cpu.vector.Lanes.storePart;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.cotangent.cpu.primitive.ChannelWindowLoops;

/** Windows of neighbouring channels, as many channels at a time as a vector has lanes. */
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
                store(largest(from + 4L * c, offsets), to + 4L * c);
            }
            if (c < channels) {
                VectorMask<Float> there = FLOATS.indexInRange(c, channels);
                storePart(largest(from + 4L * c, offsets, there), to + 4L * c, there);
            }
        }
    }

    private static void maximumOfFour(long y, long x, long[] offsets) {
        FloatVector a = lowest(), b = a, c = a, d = a;
        for (long offset : offsets) {
            long tap = x + offset;
            a = a.max(load(tap));
            b = b.max(load(tap + VECTOR_BYTES));
            c = c.max(load(tap + 2L * VECTOR_BYTES));
            d = d.max(load(tap + 3L * VECTOR_BYTES));
        }
        store(a, y);
        store(b, y + VECTOR_BYTES);
        store(c, y + 2L * VECTOR_BYTES);
        store(d, y + 3L * VECTOR_BYTES);
    }

    private static FloatVector lowest() {
        return FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    }

    private static FloatVector largest(long x, long[] offsets) {
        FloatVector greatest = lowest();
        for (long offset : offsets) {
            greatest = greatest.max(load(x + offset));
        }
        return greatest;
    }

    private static FloatVector largest(long x, long[] offsets, VectorMask<Float> there) {
        FloatVector greatest = lowest();
        for (long offset : offsets) {
            greatest = greatest.max(loadPart(x + offset, there));
        }
        return greatest;
    }

    /** Whether a tap is the largest: equal to it, or a NaN as it is. */
    private static VectorMask<Float> isLargest(FloatVector value, FloatVector largest) {
        return value.compare(VectorOperators.EQ, largest).or(value.test(VectorOperators.IS_NAN));
    }

    @Override
    public void gather(long y, long yStep, long x, long v, long step, int n, int channels, long[] offsets) {
        for (int j = 0; j < n; j++) {
            int c = 0;
            for (; c <= channels - LANES; c += LANES) {
                long at = j * step + 4L * c;
                store(gather(x + at, v + at, offsets), y + j * yStep + 4L * c);
            }
            if (c < channels) {
                VectorMask<Float> there = FLOATS.indexInRange(c, channels);
                long at = j * step + 4L * c;
                storePart(gather(x + at, v + at, offsets, there), y + j * yStep + 4L * c, there);
            }
        }
    }

    private static FloatVector gather(long x, long v, long[] offsets) {
        FloatVector greatest = largest(x, offsets);
        FloatVector result = FloatVector.zero(FLOATS);
        VectorMask<Float> rest = FLOATS.maskAll(true);
        for (long offset : offsets) {
            VectorMask<Float> found = isLargest(load(x + offset), greatest).and(rest);
            rest = rest.andNot(found);
            result = result.blend(load(v + offset), found);
        }
        return result;
    }

    private static FloatVector gather(long x, long v, long[] offsets, VectorMask<Float> there) {
        FloatVector greatest = largest(x, offsets, there);
        FloatVector result = FloatVector.zero(FLOATS);
        VectorMask<Float> rest = there;
        for (long offset : offsets) {
            VectorMask<Float> found =
                    isLargest(loadPart(x + offset, there), greatest).and(rest);
            rest = rest.andNot(found);
            result = result.blend(loadPart(v + offset, there), found);
        }
        return result;
    }

    @Override
    public void scatter(
            long y, long yStep, long x, long target, long step, int n, int channels, long[] offsets, boolean adds) {
        for (int j = 0; j < n; j++) {
            int c = 0;
            for (; c <= channels - LANES; c += LANES) {
                long at = j * step + 4L * c;
                FloatVector value = load(y + j * yStep + 4L * c);
                if (adds) {
                    add(value, x + at, target + at, offsets);
                } else {
                    put(value, x + at, target + at, offsets);
                }
            }
            if (c < channels) {
                VectorMask<Float> there = FLOATS.indexInRange(c, channels);
                long at = j * step + 4L * c;
                scatter(loadPart(y + j * yStep + 4L * c, there), x + at, target + at, offsets, there, adds);
            }
        }
    }

    private static void add(FloatVector y, long x, long target, long[] offsets) {
        FloatVector greatest = largest(x, offsets);
        VectorMask<Float> rest = FLOATS.maskAll(true);
        for (long offset : offsets) {
            VectorMask<Float> found = isLargest(load(x + offset), greatest).and(rest);
            rest = rest.andNot(found);
            store(load(target + offset).add(y, found), target + offset);
        }
    }

    private static void put(FloatVector y, long x, long target, long[] offsets) {
        FloatVector greatest = largest(x, offsets);
        VectorMask<Float> rest = FLOATS.maskAll(true);
        for (long offset : offsets) {
            VectorMask<Float> found = isLargest(load(x + offset), greatest).and(rest);
            rest = rest.andNot(found);
            store(FloatVector.zero(FLOATS).blend(y, found), target + offset);
        }
    }

    private static void scatter(
            FloatVector y, long x, long target, long[] offsets, VectorMask<Float> there, boolean adds) {
        FloatVector greatest = largest(x, offsets, there);
        VectorMask<Float> rest = there;
        for (long offset : offsets) {
            VectorMask<Float> found =
                    isLargest(loadPart(x + offset, there), greatest).and(rest);
            rest = rest.andNot(found);
            FloatVector before = adds ? loadPart(target + offset, there) : FloatVector.zero(FLOATS);
            storePart(adds ? before.add(y, found) : before.blend(y, found), target + offset, there);
        }
    }
}
