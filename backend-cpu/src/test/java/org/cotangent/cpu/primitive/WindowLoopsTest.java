package org.cotangent.cpu.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowLoopsTest {

    private static final int PITCH = 80;
    private static final int LINES = 14;
    private static final float MARK = 12345;
    private static final int[] WIDTHS = {1, 3, 15, 16, 17, 33, 50};
    private static final int[] ROWS = {1, 4, 7};
    /** Taps of a window of 3 by 3 elements, but one. */
    private static final long[] OFFSETS = {0, 4, 8, 4 * PITCH, 4 * PITCH + 8, 8 * PITCH, 8 * PITCH + 4, 8 * PITCH + 8};

    private final Random random = new Random(5);

    private static float at(MemorySegment segment, long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    /** Whole numbers, so that sums are exact; with some NaN and infinities if that is wanted. */
    private MemorySegment plane(Arena arena, boolean extremes) {
        MemorySegment plane = arena.allocate(4L * PITCH * LINES, 64);
        float[] values = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
        for (int i = 0; i < PITCH * LINES; i++) {
            boolean extreme = extremes && random.nextInt(8) == 0;
            plane.setAtIndex(ValueLayout.JAVA_FLOAT, i, extreme ? values[random.nextInt(3)] : random.nextInt(9) - 4);
        }
        return plane;
    }

    private static MemorySegment marked(Arena arena) {
        MemorySegment target = arena.allocate(4L * PITCH * LINES, 64);
        for (int i = 0; i < PITCH * LINES; i++) {
            target.setAtIndex(ValueLayout.JAVA_FLOAT, i, MARK);
        }
        return target;
    }

    private static float tap(MemorySegment plane, int row, int column, int tap) {
        return at(plane, (long) row * PITCH + column + OFFSETS[tap] / 4);
    }

    @FunctionalInterface
    private interface Expected {
        double at(int row, int column);
    }

    private static void check(MemorySegment target, int rows, int n, Expected expected, String what) {
        for (int i = 0; i < LINES; i++) {
            for (int j = 0; j < PITCH; j++) {
                double e = i < rows && j < n ? expected.at(i, j) : MARK;
                assertEquals(e, at(target, (long) i * PITCH + j), 0, what + " " + i + ", " + j + " of " + n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void weightedSumsAreTheSumsOfTheTaps(Primitives twin) {
        float[] weights = {9, 9, 1, -2, 3, 0, 2, -1, 1, 4};
        for (int n : WIDTHS) {
            for (int rows : ROWS) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment x = plane(arena, false);
                    MemorySegment y = marked(arena);
                    twin.windows()
                            .weightedSum(
                                    y.address(), 4 * PITCH, x.address(), 4 * PITCH, rows, n, OFFSETS, weights, 2, 7);
                    Expected sum = (i, j) -> {
                        double total = 7;
                        for (int t = 0; t < OFFSETS.length; t++) {
                            total += weights[2 + t] * tap(x, i, j, t);
                        }
                        return total;
                    };
                    check(y, rows, n, sum, "sum");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void maximaAreTheGreatestTapsAndTheFirstOfEquals(Primitives twin) {
        for (int n : WIDTHS) {
            for (int rows : ROWS) {
                for (boolean extremes : new boolean[] {false, true}) {
                    try (Arena arena = Arena.ofConfined()) {
                        MemorySegment x = plane(arena, extremes);
                        MemorySegment y = marked(arena);
                        MemorySegment z = marked(arena);
                        MemorySegment taps = arena.allocate(4L * PITCH * LINES, 64);
                        WindowLoops loops = twin.windows();
                        loops.maximum(y.address(), 4 * PITCH, x.address(), 4 * PITCH, rows, n, OFFSETS);
                        loops.maximumWithTap(
                                z.address(), taps.address(), 4 * PITCH, x.address(), 4 * PITCH, rows, n, OFFSETS);
                        check(y, rows, n, (i, j) -> greatest(x, i, j), "maximum");
                        check(z, rows, n, (i, j) -> greatest(x, i, j), "maximum with tap");
                        for (int i = 0; i < rows; i++) {
                            for (int j = 0; j < n; j++) {
                                int tap = taps.getAtIndex(ValueLayout.JAVA_INT, (long) i * PITCH + j);
                                assertEquals(firstGreatest(x, i, j), tap);
                            }
                        }
                    }
                }
            }
        }
    }

    private static double greatest(MemorySegment x, int i, int j) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < OFFSETS.length; t++) {
            greatest = Math.max(greatest, tap(x, i, j, t));
        }
        return greatest;
    }

    private static int firstGreatest(MemorySegment x, int i, int j) {
        double greatest = greatest(x, i, j);
        for (int t = 0; t < OFFSETS.length && greatest != Double.NEGATIVE_INFINITY; t++) {
            float value = tap(x, i, j, t);
            if (value == greatest || (Double.isNaN(greatest) && Float.isNaN(value))) {
                return t;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void productsTouchNothingBesideTheWindows(Primitives twin) {
        for (int n : WIDTHS) {
            for (int rows : ROWS) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment x = plane(arena, false);
                    MemorySegment y = plane(arena, false);
                    for (int i = 0; i < LINES; i++) {
                        y.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * PITCH + n, Float.POSITIVE_INFINITY);
                        x.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * PITCH + n + 2, Float.NaN);
                    }
                    double[] sums = new double[OFFSETS.length];
                    sums[1] = 100;
                    twin.windows().products(y.address(), 4 * PITCH, x.address(), 4 * PITCH, rows, n, OFFSETS, sums);
                    for (int t = 0; t < OFFSETS.length; t++) {
                        double expected = t == 1 ? 100 : 0;
                        for (int i = 0; i < rows; i++) {
                            for (int j = 0; j < n; j++) {
                                expected += at(y, (long) i * PITCH + j) * tap(x, i, j, t);
                            }
                        }
                        assertEquals(expected, sums[t], 0, "tap " + t + " of " + n);
                    }
                }
            }
        }
    }
}
