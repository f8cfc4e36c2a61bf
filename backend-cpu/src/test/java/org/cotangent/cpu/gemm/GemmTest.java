package org.cotangent.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.cotangent.cpu.ComputePool;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Twins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GemmTest {

    private static final int[][] SHAPES = {
        {1, 1, 1},
        {1, 64, 33},
        {3, 32, 5},
        {4, 31, 1},
        {5, 10, 7},
        {12, 32, 16},
        {13, 33, 17},
        {24, 64, 400},
        {31, 96, 2},
        {130, 70, 50},
        {250, 40, 390},
        {7, 1100, 3},
        {2, 3, 0},
        {0, 4, 4},
        {4, 0, 4},
    };

    /** A matrix in memory, remembered as doubles. */
    private static final class Operand {
        final double[][] values;
        final MemorySegment memory;

        Operand(Arena arena, Random random, int rows, int columns, boolean transposed) {
            values = new double[rows][columns];
            memory = arena.allocate(4L * rows * columns + 4, 64);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float value = random.nextFloat() - 0.5f;
                    values[i][j] = value;
                    long index = transposed ? (long) j * rows + i : (long) i * columns + j;
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, index, value);
                }
            }
        }
    }

    private enum Form {
        PLAIN,
        PACKED
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void productIsTheSumOfProducts(Primitives twin) {
        for (int threads : new int[] {1, 3}) {
            try (ComputePool pool = new ComputePool(threads)) {
                for (int[] shape : SHAPES) {
                    for (int transposes = 0; transposes < 4; transposes++) {
                        for (Form form : Form.values()) {
                            check(
                                    twin,
                                    pool,
                                    shape[0],
                                    shape[1],
                                    shape[2],
                                    (transposes & 1) != 0,
                                    transposes > 1,
                                    form,
                                    false);
                        }
                        check(
                                twin,
                                pool,
                                shape[0],
                                shape[1],
                                shape[2],
                                (transposes & 1) != 0,
                                transposes > 1,
                                Form.PLAIN,
                                true);
                    }
                }
            }
        }
    }

    private static void check(
            Primitives twin,
            ComputePool pool,
            int m,
            int n,
            int k,
            boolean leftTransposed,
            boolean rightTransposed,
            Form form,
            boolean add) {
        Random random = new Random(m * 31L + n * 17L + k);
        try (Arena arena = Arena.ofShared()) {
            Operand a = new Operand(arena, random, m, k, leftTransposed);
            Operand b = new Operand(arena, random, k, n, rightTransposed);
            Operand c = new Operand(arena, random, m, n, false);
            Gemm<float[]> gemm = new Gemm<>(
                    twin.floatGemm(),
                    m,
                    n,
                    k,
                    StridedMatrix.of(twin.movement(), leftTransposed ? m : k, leftTransposed),
                    StridedMatrix.of(twin.movement(), rightTransposed ? k : n, rightTransposed),
                    2f);
            if (form == Form.PACKED) {
                MemorySegment packed = arena.allocate(gemm.packedRightBytes() + 4, 64);
                gemm.packRight(pool, b.memory.address(), packed.address());
                gemm.run(
                        pool,
                        GemmBatch.single(gemm.resultStride()),
                        a.memory.address(),
                        null,
                        packed.address(),
                        true,
                        c.memory.address(),
                        add,
                        null);
            } else {
                gemm.run(pool, a.memory.address(), b.memory.address(), c.memory.address(), add, null);
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double expected = add ? c.values[i][j] : 0;
                    double magnitude = 1;
                    for (int s = 0; s < k; s++) {
                        expected += 2 * a.values[i][s] * b.values[s][j];
                        magnitude += Math.abs(2 * a.values[i][s] * b.values[s][j]);
                    }
                    float actual = c.memory.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * n + j);
                    String where = twin.description() + " " + m + "x" + n + "x" + k + " at " + i + ", " + j;
                    assertEquals(expected, actual, magnitude * 1e-6, where);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void batchesReadAndWriteAtTheirOffsets(Primitives twin) {
        for (int size : new int[] {2, 5}) {
            try (ComputePool pool = new ComputePool(3);
                    Arena arena = Arena.ofShared()) {
                int m = 40;
                int n = 35;
                int k = 80;
                Random random = new Random(size);
                Operand[] left = new Operand[size];
                long[] a = new long[size];
                long[] b = new long[size];
                long[] c = new long[size];
                Operand right = new Operand(arena, random, k, n, false);
                MemorySegment result = arena.allocate(4L * size * m * n, 64);
                for (int i = 0; i < size; i++) {
                    left[i] = new Operand(arena, random, m, k, false);
                    a[i] = left[i].memory.address();
                    b[i] = right.memory.address();
                    c[i] = 4L * n * i;
                }
                Gemm<float[]> gemm = new Gemm<>(
                        twin.floatGemm(),
                        m,
                        n,
                        k,
                        StridedMatrix.of(twin.movement(), k, false),
                        StridedMatrix.of(twin.movement(), n, false),
                        1f);
                gemm.run(pool, new GemmBatch(a, b, c, 4L * n * size), 0, null, 0, false, result.address(), false, null);
                for (int item = 0; item < size; item++) {
                    for (int i = 0; i < m; i++) {
                        for (int j = 0; j < n; j++) {
                            double expected = 0;
                            for (int s = 0; s < k; s++) {
                                expected += left[item].values[i][s] * right.values[s][j];
                            }
                            float actual = result.getAtIndex(ValueLayout.JAVA_FLOAT, ((long) i * size + item) * n + j);
                            assertEquals(expected, actual, 1e-4);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void theEpilogueSeesEveryElementOnceWithItsFinalValue(Primitives twin) {
        try (ComputePool pool = new ComputePool(2);
                Arena arena = Arena.ofShared()) {
            int m = 100;
            int n = 1100;
            int k = 500;
            Random random = new Random(1);
            Operand a = new Operand(arena, random, m, k, false);
            Operand b = new Operand(arena, random, k, n, false);
            MemorySegment plain = arena.allocate(4L * m * n, 64);
            MemorySegment shifted = arena.allocate(4L * m * n, 64);
            Gemm<float[]> gemm = new Gemm<>(
                    twin.floatGemm(),
                    m,
                    n,
                    k,
                    StridedMatrix.of(twin.movement(), k, false),
                    StridedMatrix.of(twin.movement(), n, false),
                    1f);
            gemm.run(pool, a.memory.address(), b.memory.address(), plain.address(), false, null);
            AtomicLong elements = new AtomicLong();
            BlockEpilogue addColumnNumber = (block, stride, item, row, rows, column, columns) -> {
                elements.addAndGet((long) rows * columns);
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        long at = block + i * stride + 4L * j;
                        NativeMemory.setFloat(at, NativeMemory.getFloat(at) + (row + i) + 1000f * (column + j));
                    }
                }
            };
            gemm.run(pool, a.memory.address(), b.memory.address(), shifted.address(), false, addColumnNumber);
            assertEquals((long) m * n, elements.get());
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    long index = (long) i * n + j;
                    float expected = plain.getAtIndex(ValueLayout.JAVA_FLOAT, index) + i + 1000f * j;
                    assertEquals(expected, shifted.getAtIndex(ValueLayout.JAVA_FLOAT, index), 0);
                }
            }
        }
    }

    @Test
    void vectorTilesAreWiderThanThePlainOne() {
        for (GemmTile<?> tile : Twins.vector().floatGemm().tiles()) {
            assertEquals("org.cotangent.cpu.vector", tile.getClass().getPackageName());
            assertEquals(2 * Twins.vector().lanes(), tile.columns());
        }
        for (GemmTile<?> tile : Twins.vector().doubleGemm().tiles()) {
            assertEquals(Twins.vector().lanes(), tile.columns());
        }
    }
}
