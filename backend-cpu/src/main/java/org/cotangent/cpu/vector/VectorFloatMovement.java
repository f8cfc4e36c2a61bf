package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.store;

import org.cotangent.cpu.primitive.FloatMovement;
import org.cotangent.cpu.scalar.ScalarFloatMovement;

/** Movement by vectors. */
final class VectorFloatMovement implements FloatMovement {

    private static final int LANES = FLOATS.length();
    private static final int BYTES = 4 * LANES;
    /** Elements of a row from which on a call of the general copy pays off. */
    private static final int LONGEST_SHORT_ROW = 256;

    private final ScalarFloatMovement scalar = new ScalarFloatMovement();

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
}
