package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.loadPart;
import static org.cotangent.cpu.vector.Lanes.store;
import static org.cotangent.cpu.vector.Lanes.storePart;

import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.scalar.ScalarNarrowMovement;

/** Movement by vectors. */
final class VectorMovement implements Movement {

    private static final int LANES = FLOATS.length();
    private static final int BYTES = 4 * LANES;
    /** Elements of a row from which on a call of the general copy pays off. */
    private static final int LONGEST_SHORT_ROW = 256;

    private static final FloatVector EVEN = select(lane -> 2 * lane);
    private static final FloatVector LOW = select(lane -> lane / 2 + lane % 2 * LANES);
    private static final FloatVector HIGH = select(lane -> (lane + LANES) / 2 + lane % 2 * LANES);

    // Three planes interleaved: element i of the result is of plane i % 3. First the lanes of two planes, then the
    // third.
    private static final FloatVector PAIR_0 = select(VectorMovement::ofTwo);
    private static final FloatVector PAIR_1 = select(lane -> ofTwo(lane + LANES));
    private static final FloatVector PAIR_2 = select(lane -> ofTwo(lane + 2 * LANES));
    private static final FloatVector THIRD_0 = select(lane -> ofThree(lane, lane));
    private static final FloatVector THIRD_1 = select(lane -> ofThree(lane, lane + LANES));
    private static final FloatVector THIRD_2 = select(lane -> ofThree(lane, lane + 2 * LANES));

    private final Movement scalar = new ScalarNarrowMovement();

    private static FloatVector select(IntUnaryOperator lane) {
        float[] index = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            index[i] = lane.applyAsInt(i);
        }
        return FloatVector.fromArray(FLOATS, index, 0);
    }

    private static int ofTwo(int element) {
        return element / 3 + (element % 3 == 1 ? LANES : 0);
    }

    private static int ofThree(int lane, int element) {
        return element % 3 == 2 ? LANES + element / 3 : lane;
    }

    @Override
    public int bytes() {
        return Float.BYTES;
    }

    @Override
    public void copyRows(long source, long sourceStride, long target, long targetStride, int rows, int columns) {
        if (columns == 2 * LANES) {
            copyPairs(source, sourceStride, target, targetStride, rows);
        } else if (columns % LANES == 0 && columns <= LONGEST_SHORT_ROW) {
            copyShortRows(source, sourceStride, target, targetStride, rows, columns);
        } else {
            scalar.copyRows(source, sourceStride, target, targetStride, rows, columns);
        }
    }

    private static void copyPairs(long source, long sourceStride, long target, long targetStride, int rows) {
        for (int i = 0; i < rows; i++) {
            long from = source + i * sourceStride;
            long to = target + i * targetStride;
            store(load(from), to);
            store(load(from + BYTES), to + BYTES);
        }
    }

    private static void copyShortRows(
            long source, long sourceStride, long target, long targetStride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            long from = source + i * sourceStride;
            long to = target + i * targetStride;
            for (int j = 0; j < 4 * columns; j += BYTES) {
                store(load(from + j), to + j);
            }
        }
    }

    @Override
    public void transpose(long source, long sourceStride, long target, long targetStride, int rows, int columns) {
        if (rows == 3 && targetStride == 3 * Float.BYTES) {
            interleaveThree(source, sourceStride, target, columns);
            return;
        }
        int wholeRows = LANES == RegisterTranspose.SIZE ? rows - rows % LANES : 0;
        int wholeColumns = columns - columns % LANES;
        if (wholeRows == 0 || wholeColumns == 0) {
            scalar.transpose(source, sourceStride, target, targetStride, rows, columns);
            return;
        }
        for (int j = 0; j < wholeColumns; j += LANES) {
            for (int i = 0; i < wholeRows; i += LANES) {
                RegisterTranspose.transpose(
                        source + i * sourceStride + 4L * j,
                        sourceStride,
                        LANES - 1,
                        target + j * targetStride + 4L * i,
                        targetStride);
            }
        }
        scalar.transpose(
                source + 4L * wholeColumns,
                sourceStride,
                target + wholeColumns * targetStride,
                targetStride,
                wholeRows,
                columns - wholeColumns);
        scalar.transpose(
                source + wholeRows * sourceStride,
                sourceStride,
                target + 4L * wholeRows,
                targetStride,
                rows - wholeRows,
                columns);
    }

    /** The planes of a picture become its pixels. */
    private void interleaveThree(long source, long sourceStride, long target, int columns) {
        int whole = columns - columns % LANES;
        for (int j = 0; j < whole; j += LANES) {
            long from = source + 4L * j;
            long to = target + 12L * j;
            FloatVector a = load(from), b = load(from + sourceStride), c = load(from + 2 * sourceStride);
            store(THIRD_0.selectFrom(PAIR_0.selectFrom(a, b), c), to);
            store(THIRD_1.selectFrom(PAIR_1.selectFrom(a, b), c), to + BYTES);
            store(THIRD_2.selectFrom(PAIR_2.selectFrom(a, b), c), to + 2L * BYTES);
        }
        scalar.transpose(source + 4L * whole, sourceStride, target + 12L * whole, 12, 3, columns - whole);
    }

    @Override
    public void collectRows(
            long source,
            long sourceStride,
            int step,
            int first,
            int last,
            long target,
            long targetStride,
            int rows,
            int columns) {
        if (step > 2) {
            scalar.collectRows(source, sourceStride, step, first, last, target, targetStride, rows, columns);
            return;
        }
        if (step == 1) {
            collect(source, sourceStride, first, last, target, targetStride, rows, columns);
        } else {
            collectEven(source, sourceStride, first, last, target, targetStride, rows, columns);
        }
    }

    /** The lanes {@code first <= i < last}. */
    private static VectorMask<Float> lanes(int first, int last) {
        long below = (1L << Math.clamp(last, 0, LANES)) - 1;
        return VectorMask.fromLong(FLOATS, below & (-1L << Math.clamp(first, 0, LANES)));
    }

    private static void collect(
            long source,
            long sourceStride,
            int first,
            int last,
            long target,
            long targetStride,
            int rows,
            int columns) {
        for (int j = 0; j < columns; j += LANES) {
            VectorMask<Float> there = lanes(first - j, last - j);
            VectorMask<Float> all = lanes(0, columns - j);
            long from = source + 4L * j;
            long to = target + 4L * j;
            for (int i = 0; i < rows; i++) {
                storePart(loadPart(from + i * sourceStride, there), to + i * targetStride, all);
            }
        }
    }

    private static void collectEven(
            long source,
            long sourceStride,
            int first,
            int last,
            long target,
            long targetStride,
            int rows,
            int columns) {
        for (int j = 0; j < columns; j += LANES) {
            VectorMask<Float> lower = lanes(2 * (first - j), 2 * (last - j) - 1);
            VectorMask<Float> upper = lanes(2 * (first - j) - LANES, 2 * (last - j) - 1 - LANES);
            VectorMask<Float> all = lanes(0, columns - j);
            long from = source + 8L * j;
            long to = target + 4L * j;
            for (int i = 0; i < rows; i++) {
                long row = from + i * sourceStride;
                FloatVector even = EVEN.selectFrom(loadPart(row, lower), loadPart(row + BYTES, upper));
                storePart(even, to + i * targetStride, all);
            }
        }
    }

    @Override
    public void spread(long source, long target, int step, int n) {
        scalar.spread(source, target, step, n);
    }

    @Override
    public void interleave(long a, long b, long target, int n) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector left = load(a + 4L * j), right = load(b + 4L * j);
            store(LOW.selectFrom(left, right), target + 8L * j);
            store(HIGH.selectFrom(left, right), target + 8L * j + BYTES);
        }
        scalar.interleave(a + 4L * whole, b + 4L * whole, target + 8L * whole, n - whole);
    }
}
