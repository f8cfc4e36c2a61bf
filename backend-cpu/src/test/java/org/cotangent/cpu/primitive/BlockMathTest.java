package org.cotangent.cpu.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockMathTest {

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        -0.5f,
        1.5f,
        2.5f,
        -2.5f,
        1.4e-45f,
        -1.4e-45f,
        1e-38f,
        0.625f,
        0.928f,
        3e38f,
        -3e38f,
        8388607.5f,
        8388609f,
        -8388607.5f,
        88.7f,
        88.8f,
        -87.5f,
        -103f,
        -110f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
    };
    private static final int N = 40 * 1024;
    private static final Set<UnaryFunction> ON_REALS = EnumSet.complementOf(EnumSet.of(UnaryFunction.BITWISE_NOT));
    private static final Set<BinaryFunction> BINARY_ON_REALS = EnumSet.range(BinaryFunction.ADD, BinaryFunction.XOR);

    /** Largest error in units in the last place. */
    private static double bound(UnaryFunction f) {
        return switch (f) {
            case EXP, LOG, EXPM1, LOG1P -> 1.1;
            case TANH, ERF -> 1.5;
            case SIGMOID -> 2.5;
            case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH -> 1.5;
            default -> 0.5;
        };
    }

    private static double bound(BinaryFunction f) {
        return f == BinaryFunction.POW ? 1.5 : 0.5;
    }

    private static float[] samples(long seed) {
        Random random = new Random(seed);
        float[] samples = new float[N];
        for (int i = 0; i < N; i++) {
            samples[i] = i < SPECIAL.length
                    ? SPECIAL[i]
                    : switch (i % 4) {
                        case 0 -> random.nextFloat() * 2 - 1;
                        case 1 -> (float) random.nextGaussian() * 4;
                        case 2 -> (random.nextFloat() * 2 - 1) * 100;
                        default -> Float.intBitsToFloat(random.nextInt());
                    };
        }
        return samples;
    }

    private static MemorySegment memory(Arena arena, float[] values) {
        MemorySegment memory = arena.allocate(4L * values.length, 64);
        MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
        return memory;
    }

    private static void assertWithin(double bound, double exact, float actual, String what) {
        float expected = (float) exact;
        if (Float.isNaN(expected) || Float.isInfinite(expected) || exact == 0) {
            boolean overflow = Math.abs(exact) > Float.MAX_VALUE && Math.abs(actual) == Float.MAX_VALUE;
            assertTrue(
                    overflow || Float.compare(expected, actual) == 0,
                    () -> what + " is " + expected + ", not " + actual);
        } else {
            double ulps = Math.abs(actual - exact) / Math.ulp(expected);
            assertTrue(ulps <= bound + 0.001, () -> what + " is " + exact + ", not " + actual + ": " + ulps + " ulp");
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void functionsOfOneNumberKeepTheirBounds(Primitives twin) {
        float[] x = samples(1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = memory(arena, x);
            MemorySegment target = arena.allocate(4L * N, 64);
            for (UnaryFunction f : ON_REALS) {
                twin.blocks().unary(f, target.address(), source.address(), N);
                for (int i = 0; i < N; i++) {
                    double exact = f.onReals().applyAsDouble(x[i]);
                    assertWithin(bound(f), exact, target.getAtIndex(ValueLayout.JAVA_FLOAT, i), f + "(" + x[i] + ")");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void functionsOfTwoNumbersKeepTheirBounds(Primitives twin) {
        float[] x = samples(2);
        float[] y = samples(3);
        for (int i = 0; i < SPECIAL.length * SPECIAL.length; i++) {
            x[i] = SPECIAL[i % SPECIAL.length];
            y[i] = SPECIAL[i / SPECIAL.length];
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment left = memory(arena, x);
            MemorySegment right = memory(arena, y);
            MemorySegment target = arena.allocate(4L * N, 64);
            for (BinaryFunction f : BINARY_ON_REALS) {
                twin.blocks().binary(f, target.address(), left.address(), right.address(), N);
                for (int i = 0; i < N; i++) {
                    double exact = f.onReals().applyAsDouble(x[i], y[i]);
                    String what = f + "(" + x[i] + ", " + y[i] + ")";
                    assertWithin(bound(f), exact, target.getAtIndex(ValueLayout.JAVA_FLOAT, i), what);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void selectionTakesOneBranchAndTheTargetMayBeASource(Primitives twin) {
        float[] condition = new float[1024];
        float[] x = new float[1024];
        float[] y = new float[1024];
        for (int i = 0; i < 1024; i++) {
            condition[i] = i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : Float.NaN;
            x[i] = i % 3 == 0 ? Float.NaN : i;
            y[i] = i % 3 == 0 ? -i : Float.NaN;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment target = memory(arena, condition);
            long at = target.address();
            twin.blocks()
                    .select(at, at, memory(arena, x).address(), memory(arena, y).address(), 1024);
            for (int i = 0; i < 1024; i++) {
                assertEquals(i % 3 == 0 ? -i : i, target.getAtIndex(ValueLayout.JAVA_FLOAT, i), 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void nothingBeyondTheBlockIsWritten(Primitives twin) {
        int lanes = twin.blocks().lanes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = memory(arena, samples(4));
            MemorySegment target = arena.allocate(4L * 5 * lanes, 64);
            twin.blocks().unary(UnaryFunction.COSH, target.address(), x.address(), 3 * lanes);
            twin.blocks().fill(target.address(), 7, lanes);
            assertEquals(7, target.getAtIndex(ValueLayout.JAVA_FLOAT, lanes - 1), 0);
            assertNotEquals(7, target.getAtIndex(ValueLayout.JAVA_FLOAT, lanes), 0);
            for (int i = 3 * lanes; i < 5 * lanes; i++) {
                assertEquals(0, target.getAtIndex(ValueLayout.JAVA_FLOAT, i), 0);
            }
        }
    }

    @Test
    void theVectorTwinIsNotThePlainOne() {
        assertEquals(
                "org.cotangent.cpu.vector", Twins.vector().blocks().getClass().getPackageName());
        assertEquals(Twins.vector().lanes(), Twins.vector().blocks().lanes());
    }
}
