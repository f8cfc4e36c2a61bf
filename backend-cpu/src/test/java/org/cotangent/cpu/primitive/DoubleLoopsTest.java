package org.cotangent.cpu.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Random;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loops over float64 numbers. */
class DoubleLoopsTest {

    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        1,
        -1,
        0.5,
        -0.5,
        1.5,
        2.5,
        -2.5,
        4.9e-324,
        -4.9e-324,
        2.3e-308,
        1e-300,
        1e300,
        -1e300,
        709.7,
        709.8,
        -708.5,
        -745.1,
        -745.2,
        -800,
        800,
        4503599627370495.5,
        4503599627370497.0,
        -4503599627370495.5,
        1e18,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        Double.MIN_NORMAL,
    };
    private static final int N = 16 * 1024;

    private static double bound(UnaryFunction f) {
        return switch (f) {
            case EXP, LOG -> 1.5;
            case SIGMOID -> 3;
            default -> 0;
        };
    }

    private static MemorySegment samples(Arena arena, long seed) {
        Random random = new Random(seed);
        MemorySegment memory = arena.allocate(8L * N, 64);
        for (int i = 0; i < N; i++) {
            int special = seed == 2 ? i / SPECIAL.length : i;
            memory.setAtIndex(
                    ValueLayout.JAVA_DOUBLE,
                    i,
                    i < SPECIAL.length * SPECIAL.length
                            ? SPECIAL[special % SPECIAL.length]
                            : switch (i % 4) {
                                case 0 -> random.nextDouble() * 2 - 1;
                                case 1 -> random.nextGaussian() * 4;
                                case 2 -> (random.nextDouble() * 2 - 1) * 700;
                                default -> Double.longBitsToDouble(random.nextLong());
                            });
        }
        return memory;
    }

    private static void assertWithin(double bound, double expected, double actual, String what) {
        if (Double.compare(expected, actual) != 0) {
            double ulps = Math.abs(actual - expected) / Math.ulp(expected);
            assertTrue(ulps <= bound, () -> what + " is " + expected + ", not " + actual + ": " + ulps + " ulp");
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void functionsOfOneNumberKeepTheirBounds(Primitives twin) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = samples(arena, 1);
            MemorySegment y = arena.allocate(8L * N, 64);
            for (UnaryFunction f : EnumSet.complementOf(EnumSet.of(UnaryFunction.BITWISE_NOT))) {
                twin.doubleBlocks().unary(f, y.address(), x.address(), N);
                for (int i = 0; i < N; i++) {
                    double argument = x.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                    double exact = f.onReals().applyAsDouble(argument);
                    assertWithin(bound(f), exact, y.getAtIndex(ValueLayout.JAVA_DOUBLE, i), f + "(" + argument + ")");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void functionsOfTwoNumbersAndSelectionAreExact(Primitives twin) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = samples(arena, 1);
            MemorySegment y = samples(arena, 2);
            MemorySegment z = arena.allocate(8L * N, 64);
            for (BinaryFunction f : EnumSet.range(BinaryFunction.ADD, BinaryFunction.XOR)) {
                twin.doubleBlocks().binary(f, z.address(), x.address(), y.address(), N);
                for (int i = 0; i < N; i++) {
                    double a = x.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                    double b = y.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                    double exact = f.onReals().applyAsDouble(a, b);
                    assertWithin(0, exact, z.getAtIndex(ValueLayout.JAVA_DOUBLE, i), f + "(" + a + ", " + b + ")");
                }
            }
            twin.doubleBlocks().select(z.address(), x.address(), y.address(), x.address(), N);
            for (int i = 0; i < N; i++) {
                double a = x.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                double b = y.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                assertEquals(a != 0 ? b : a, z.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void rowsAreJoinedWhateverTheirLength(Primitives twin) {
        RowArithmetic rows = twin.doubleRows();
        for (int n : Twins.lengths()) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment x = arena.allocate(8L * (n + 1), 64);
                MemorySegment y = arena.allocate(8L * (n + 1), 64);
                Random random = new Random(n);
                for (int i = 0; i <= n; i++) {
                    x.setAtIndex(ValueLayout.JAVA_DOUBLE, i, random.nextGaussian());
                }
                for (Combination c : Combination.values()) {
                    double expected = c.neutral();
                    for (int i = 0; i < n; i++) {
                        expected = c.join(expected, c.map(x.getAtIndex(ValueLayout.JAVA_DOUBLE, i)));
                    }
                    double bound = Double.isInfinite(expected) ? 0 : 1e-13 * (1 + n);
                    assertEquals(expected, rows.combine(c, x.address(), n), bound, c + " of " + n);
                    rows.set(y.address(), 3, n + 1);
                    rows.combineInto(c, y.address(), x.address(), n);
                    for (int i = 0; i <= n; i++) {
                        double own = c.join(3, c.map(x.getAtIndex(ValueLayout.JAVA_DOUBLE, i)));
                        assertEquals(i < n ? own : 3, y.getAtIndex(ValueLayout.JAVA_DOUBLE, i), 1e-14, c.name());
                    }
                }
                rows.set(y.address(), 3, n + 1);
                rows.addScaled(y.address(), 2, x.address(), n);
                rows.addConstant(y.address(), 1, n);
                for (int i = 0; i <= n; i++) {
                    double expected = i < n ? 4 + 2 * x.getAtIndex(ValueLayout.JAVA_DOUBLE, i) : 3;
                    assertEquals(expected, y.getAtIndex(ValueLayout.JAVA_DOUBLE, i), 1e-14);
                }
            }
        }
    }

    @Test
    void theVectorTwinIsNotThePlainOne() {
        String vector = "org.cotangent.cpu.vector";
        assertEquals(vector, Twins.vector().doubleBlocks().getClass().getPackageName());
        assertEquals(vector, Twins.vector().doubleRows().getClass().getPackageName());
        assertEquals(Twins.vector().lanes() / 2, Twins.vector().doubleBlocks().lanes());
    }
}
