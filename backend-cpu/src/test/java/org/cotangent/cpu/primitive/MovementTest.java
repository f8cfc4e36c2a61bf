package org.cotangent.cpu.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MovementTest {

    private static final int[] SIZES = {0, 1, 3, 15, 16, 17, 32, 50};

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void transposeSwapsRowsAndColumnsAndNothingElse(Primitives twin) {
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                int width = columns + 2;
                int height = rows + 3;
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment source = numbered(arena, (long) rows * width);
                    MemorySegment target = arena.allocate(4L * columns * height + 4, 64);
                    twin.movement()
                            .transpose(source.address(), 4L * width, target.address(), 4L * height, rows, columns);
                    for (int j = 0; j < columns; j++) {
                        for (int i = 0; i < height; i++) {
                            int expected = i < rows ? i * width + j + 1 : 0;
                            assertEquals(expected, target.getAtIndex(ValueLayout.JAVA_INT, (long) j * height + i));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void copyRowsKeepsWhatLiesBetweenThem(Primitives twin) {
        for (int columns : SIZES) {
            try (Arena arena = Arena.ofConfined()) {
                int width = columns + 1;
                MemorySegment source = numbered(arena, 5L * width);
                MemorySegment target = arena.allocate(4L * 5 * width, 64);
                twin.movement().copyRows(source.address(), 4L * width, target.address(), 4L * width, 5, columns);
                for (int i = 0; i < 5 * width; i++) {
                    assertEquals(i % width < columns ? i + 1 : 0, target.getAtIndex(ValueLayout.JAVA_INT, i));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void collectedRowsAreZeroOutsideTheRange(Primitives twin) {
        int rows = 3;
        for (int columns : SIZES) {
            for (int step = 1; step < 4; step++) {
                for (int first = 0; first <= columns; first += 1 + columns / 3) {
                    for (int last = first; last <= columns; last += 1 + columns / 4) {
                        collect(twin, rows, columns, step, first, last);
                    }
                }
            }
        }
    }

    /** The source has no element before that of column {@code first} and none behind that of {@code last - 1}. */
    private static void collect(Primitives twin, int rows, int columns, int step, int first, int last) {
        int width = step * (last - first) + 1;
        int height = columns + 2;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = numbered(arena, (long) rows * width);
            MemorySegment target = numbered(arena, (long) rows * height);
            long start = source.address() - 4L * step * first;
            twin.movement()
                    .collectRows(start, 4L * width, step, first, last, target.address(), 4L * height, rows, columns);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < height; j++) {
                    int inside = i * width + step * (j - first) + 1;
                    int expected = j >= columns ? i * height + j + 1 : first <= j && j < last ? inside : 0;
                    int actual = target.getAtIndex(ValueLayout.JAVA_INT, (long) i * height + j);
                    assertEquals(expected, actual, i + ", " + j + " of " + columns + " by " + step);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void interleavingTakesTurns(Primitives twin) {
        for (int n : SIZES) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment both = numbered(arena, 2L * n);
                MemorySegment target = arena.allocate(8L * n + 8, 64);
                twin.movement().interleave(both.address(), both.address() + 4L * n, target.address(), n);
                for (int i = 0; i < 2 * n; i++) {
                    assertEquals(i / 2 + i % 2 * n + 1, target.getAtIndex(ValueLayout.JAVA_INT, i));
                }
                assertEquals(0, target.getAtIndex(ValueLayout.JAVA_INT, 2L * n));
            }
        }
    }

    private static MemorySegment numbered(Arena arena, long elements) {
        MemorySegment segment = arena.allocate(4 * elements + 4, 64);
        for (long i = 0; i < elements; i++) {
            segment.setAtIndex(ValueLayout.JAVA_INT, i, (int) i + 1);
        }
        return segment;
    }
}
