package org.cotangent.cpu.scalar;

import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.NativeMemory;

/** Movement in plain Java. */
abstract sealed class ScalarMovement implements Movement permits ScalarNarrowMovement, ScalarWideMovement {

    private static final int BLOCK = 16;

    private final int bytes;

    ScalarMovement(int bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code n} elements between places that are so many bytes apart. */
    abstract void copy(long source, long sourceStep, long target, long targetStep, int n);

    @Override
    public final int bytes() {
        return bytes;
    }

    @Override
    public final void copyRows(long source, long sourceStride, long target, long targetStride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            NativeMemory.copy(source + i * sourceStride, target + i * targetStride, (long) bytes * columns);
        }
    }

    /** Goes from square to square, so that what is read and written stays in the cache. */
    @Override
    public final void transpose(long source, long sourceStride, long target, long targetStride, int rows, int columns) {
        for (int column = 0; column < columns; column += BLOCK) {
            int width = Math.min(BLOCK, columns - column);
            for (int row = 0; row < rows; row += BLOCK) {
                int height = Math.min(BLOCK, rows - row);
                for (int j = 0; j < width; j++) {
                    copy(
                            source + row * sourceStride + (long) bytes * (column + j),
                            sourceStride,
                            target + (column + j) * targetStride + (long) bytes * row,
                            bytes,
                            height);
                }
            }
        }
    }

    @Override
    public final void collectRows(
            long source,
            long sourceStride,
            int step,
            int first,
            int last,
            long target,
            long targetStride,
            int rows,
            int columns) {
        long distance = (long) bytes * step;
        for (int i = 0; i < rows; i++) {
            long row = target + i * targetStride;
            if (last - first < columns) {
                NativeMemory.clear(row, (long) bytes * columns);
            }
            copy(
                    source + i * sourceStride + first * distance,
                    distance,
                    row + (long) bytes * first,
                    bytes,
                    last - first);
        }
    }

    @Override
    public final void spread(long source, long target, int step, int n) {
        copy(source, bytes, target, (long) bytes * step, n);
    }

    @Override
    public final void interleave(long a, long b, long target, int n) {
        copy(a, bytes, target, 2L * bytes, n);
        copy(b, bytes, target + bytes, 2L * bytes, n);
    }
}
