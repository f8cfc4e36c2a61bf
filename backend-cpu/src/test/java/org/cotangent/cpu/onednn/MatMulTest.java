package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs with matrix products equal triple loops. */
class MatMulTest {

    private static final float TOLERANCE = 1e-4f;

    private final OneDnn oneDnn = OneDnnLoader.here().load();
    private final Random random = new Random(7);

    @BeforeEach
    void requireLibrary() {
        assumeTrue(oneDnn instanceof OneDnn.Available, oneDnn::toString);
    }

    private Engine engine() {
        return ((OneDnn.Available) oneDnn).engine();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 7", "64, 64, 64", "17, 129, 33", "1, 300, 200", "128, 31, 1"})
    void equalsTheTripleLoopInEveryOperandLayout(int m, int k, int n) {
        for (int variant = 0; variant < 8; variant++) {
            check(m, k, n, (variant & 1) != 0, (variant & 2) != 0, (variant & 4) != 0);
        }
    }

    private void check(int m, int k, int n, boolean transposedSource, boolean transposedWeights, boolean packed) {
        try (Arena arena = Arena.ofShared()) {
            Engine engine = engine();
            ProgramBuilder builder = new ProgramBuilder(engine, arena, 2);
            MemoryDescriptor source = matrix(arena, m, k, transposedSource);
            MemoryDescriptor weights = matrix(arena, k, n, transposedWeights);
            MemoryDescriptor bias = MemoryDescriptor.dense(engine, arena, DataType.F32, 1, n);
            MemoryDescriptor target = matrix(arena, m, n, false);
            PrimitiveDescriptor product = MatMul.describe(
                    engine,
                    arena,
                    source,
                    packed ? MemoryDescriptor.any(engine, arena, DataType.F32, k, n) : weights,
                    bias,
                    target,
                    PrimitiveAttributes.create(
                            engine, arena, MathMode.STRICT, new PostOp.Eltwise(PostOp.Function.RELU, 0, 0)));
            Floats b = Floats.random(arena, random, k, n);
            builder.draft(product)
                    .with(Argument.SRC, new Operand.Input(0))
                    .reading(Argument.WEIGHTS, new Operand.Constant(b.data()), weights)
                    .with(Argument.BIAS, new Operand.Input(1))
                    .with(Argument.DST, new Operand.Output(0))
                    .append();
            Program program = builder.build();
            assertFalse(
                    builder.hasReferenceStep(), () -> builder.implementations().toString());
            Execution execution = new Execution(program, arena);
            long scratch = arena.allocate(Math.max(1, program.scratchBytes()), ProgramBuilder.ALIGNMENT)
                    .address();
            for (int run = 0; run < 3; run++) {
                Floats a = Floats.random(arena, random, m, k);
                Floats c = Floats.random(arena, random, n);
                Floats y = Floats.zeros(arena, m, n);
                execution.inputs().bind(0, a.address());
                execution.inputs().bind(1, c.address());
                execution.outputs().bind(0, y.address());
                execution.run(scratch);
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = c.get(j);
                        for (int l = 0; l < k; l++) {
                            double left = a.get(transposedSource ? (long) l * m + i : (long) i * k + l);
                            double right = b.get(transposedWeights ? (long) j * k + l : (long) l * n + j);
                            sum += left * right;
                        }
                        assertEquals(Math.max(sum, 0), y.get((long) i * n + j), TOLERANCE);
                    }
                }
            }
        }
    }

    private MemoryDescriptor matrix(Arena arena, int rows, int columns, boolean transposed) {
        long[] strides = transposed ? new long[] {1, rows} : new long[] {columns, 1};
        return MemoryDescriptor.strided(engine(), arena, DataType.F32, new long[] {rows, columns}, strides);
    }

    @Test
    void errorsNameFunctionStatusAndOperands() {
        try (Arena arena = Arena.ofShared()) {
            MemoryDescriptor source = matrix(arena, 2, 3, false);
            PrimitiveAttributes attributes = PrimitiveAttributes.create(engine(), arena, MathMode.STRICT);
            OneDnnException error = assertThrows(
                    OneDnnException.class,
                    () -> MatMul.describe(engine(), arena, source, source, null, source, attributes));
            String message = error.toString();
            assertTrue(message.contains("dnnl_matmul_primitive_desc_create"), message);
            assertTrue(message.contains("dnnl_invalid"), message);
            assertTrue(message.contains("F32[2, 3]"), message);
        }
    }

    @Test
    void aClosedProgramCannotBeExecuted() {
        Execution execution;
        try (Arena arena = Arena.ofShared()) {
            ProgramBuilder builder = new ProgramBuilder(engine(), arena, 1);
            Operand input = new Operand.Input(0);
            Operand output = new Operand.Output(0);
            builder.reorder(input, matrix(arena, 2, 3, false), output, matrix(arena, 2, 3, true));
            execution = new Execution(builder.build(), arena);
        }
        assertThrows(IllegalStateException.class, () -> execution.run(0));
    }
}
