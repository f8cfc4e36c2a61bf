package org.cotangent.cpu.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatRowsTest {

    private static final float MARK = 12345;
    private static final double RELATIVE = 3e-6;

    /** Rows x, y, scale and bias of n floats, each followed by a mark that must stay. */
    private static final class Rows {
        final int n;
        final MemorySegment[] memory = new MemorySegment[4];
        final float[][] before = new float[4][];

        Rows(Arena arena, int n) {
            this.n = n;
            Random random = new Random(n);
            for (int k = 0; k < memory.length; k++) {
                memory[k] = arena.allocate(4L * (n + 1), 4);
                before[k] = new float[n];
                for (int i = 0; i < n; i++) {
                    before[k][i] = (float) random.nextGaussian();
                    memory[k].setAtIndex(ValueLayout.JAVA_FLOAT, i, before[k][i]);
                }
                memory[k].setAtIndex(ValueLayout.JAVA_FLOAT, n, MARK);
            }
        }

        long at(int k) {
            return memory[k].address();
        }

        void check(int k, String what, IntToDoubleFunction expected) {
            for (int i = 0; i < n; i++) {
                double e = expected.applyAsDouble(i);
                float actual = memory[k].getAtIndex(ValueLayout.JAVA_FLOAT, i);
                assertEquals(e, actual, RELATIVE * Math.max(1, Math.abs(e)), what + " at " + i + " of " + n);
            }
            assertEquals(MARK, memory[k].getAtIndex(ValueLayout.JAVA_FLOAT, n), 0, what + " wrote beyond the row");
        }
    }

    private static double sum(int n, IntToDoubleFunction f) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += f.applyAsDouble(i);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void combinationsJoinAllElements(Primitives twin) {
        for (int n : Twins.lengths()) {
            try (Arena arena = Arena.ofConfined()) {
                Rows rows = new Rows(arena, n);
                for (Combination c : Combination.values()) {
                    double expected = c.neutral();
                    for (float x : rows.before[0]) {
                        expected = c.join(expected, c.map(x));
                    }
                    double magnitude = c == Combination.PRODUCT ? Math.abs(expected) + 1e-30 : n;
                    double actual = twin.rows().combine(c, rows.at(0), n);
                    double bound = Double.isInfinite(expected) ? 0 : RELATIVE * magnitude;
                    assertEquals(expected, actual, bound, c + " of " + n);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void combinationsOfColumnsJoinRows(Primitives twin) {
        for (int n : Twins.lengths()) {
            for (Combination c : Combination.values()) {
                try (Arena arena = Arena.ofConfined()) {
                    Rows rows = new Rows(arena, n);
                    twin.rows().combineInto(c, rows.at(1), rows.at(0), n);
                    rows.check(1, c.name(), i -> c.join(rows.before[1][i], c.map(rows.before[0][i])));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void extremaPassNaNOn(Primitives twin) {
        try (Arena arena = Arena.ofConfined()) {
            Rows rows = new Rows(arena, 100);
            rows.memory[0].setAtIndex(ValueLayout.JAVA_FLOAT, 77, Float.NaN);
            assertTrue(Double.isNaN(twin.rows().combine(Combination.MAX, rows.at(0), 100)));
            assertTrue(Double.isNaN(twin.rows().combine(Combination.MIN, rows.at(0), 100)));
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void longSumsStayAccurate(Primitives twin) {
        int n = 3_000_000;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ones = arena.allocate(4L * n, 64);
            for (int i = 0; i < n; i++) {
                ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0.1f);
            }
            assertEquals(0.1f * (double) n, twin.rows().combine(Combination.SUM, ones.address(), n), 0.3);
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void loopsFromRowToRow(Primitives twin) {
        FloatRows loops = twin.rows();
        for (int n : Twins.lengths()) {
            try (Arena arena = Arena.ofConfined()) {
                Rows rows = new Rows(arena, n);
                float[] x = rows.before[0];
                loops.set(rows.at(1), 7f, n);
                rows.check(1, "set", i -> 7);
                loops.scale(rows.at(1), 1f, rows.at(2), n);
                loops.addScaled(rows.at(1), 1.5f, rows.at(0), n);
                rows.check(1, "addScaled", i -> rows.before[2][i] + 1.5 * x[i]);
                loops.scale(rows.at(1), -2f, rows.at(0), n);
                rows.check(1, "scale", i -> -2.0 * x[i]);
                loops.addConstant(rows.at(1), 3f, n);
                rows.check(1, "addConstant", i -> -2.0 * x[i] + 3);
                loops.shift(rows.at(1), 0.5f, rows.at(0), n);
                rows.check(1, "shift", i -> x[i] - 0.5);
                double total = sum(n, i -> Math.exp(x[i] - 1.0));
                assertEquals(total, loops.sumOfExpShifted(1f, rows.at(0), n), RELATIVE * (1 + total));
                assertEquals(total, loops.expShifted(rows.at(1), 1f, rows.at(0), n), RELATIVE * (1 + total));
                rows.check(1, "expShifted", i -> Math.exp(x[i] - 1.0));
                double around = sum(n, i -> (x[i] - 0.25) * (x[i] - 0.25));
                assertEquals(around, loops.sumOfSquaresAround(0.25f, rows.at(0), n), RELATIVE * (1 + around));
                loops.standardize(rows.at(1), 0.5f, 2f, rows.at(0), rows.at(2), 0, n);
                rows.check(1, "scaled", i -> (x[i] - 0.5) * 2 * rows.before[2][i]);
                loops.standardize(rows.at(1), 0.5f, 2f, rows.at(0), rows.at(2), rows.at(3), n);
                rows.check(1, "scaled and shifted", i -> (x[i] - 0.5) * 2 * rows.before[2][i] + rows.before[3][i]);
                rows.check(0, "source", i -> x[i]);
            }
        }
    }

    @Test
    void theVectorTwinIsNotThePlainOne() {
        assertEquals(
                "org.cotangent.cpu.vector", Twins.vector().rows().getClass().getPackageName());
    }
}
