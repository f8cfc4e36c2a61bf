package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Prints GFLOP/s of matrix products; run by hand. Arguments: threads, then triples M K N. */
public final class MatMulBenchmark {

    private static final int SAMPLES = 15;
    private static final double SAMPLE_FLOP = 5e9;
    private static final int MOST_RUNS = 200_000;

    private MatMulBenchmark() {}

    public static void main(String[] arguments) {
        long[] numbers = Arrays.stream(arguments).mapToLong(Long::parseLong).toArray();
        Engine engine = ((OneDnn.Available) OneDnnLoader.here().load()).engine();
        for (int i = 1; i + 2 < numbers.length; i += 3) {
            for (MathMode mode : MathMode.values()) {
                for (boolean packed : new boolean[] {false, true}) {
                    measure(engine, (int) numbers[0], mode, packed, numbers[i], numbers[i + 1], numbers[i + 2]);
                }
            }
        }
    }

    private static void measure(Engine engine, int threads, MathMode mode, boolean packed, long m, long k, long n) {
        try (Arena arena = Arena.ofShared()) {
            ProgramBuilder builder = new ProgramBuilder(engine, arena, threads);
            MemoryDescriptor source = MemoryDescriptor.dense(engine, arena, DataType.F32, m, k);
            MemoryDescriptor plain = MemoryDescriptor.dense(engine, arena, DataType.F32, k, n);
            MemoryDescriptor any = MemoryDescriptor.any(engine, arena, DataType.F32, k, n);
            MemoryDescriptor target = MemoryDescriptor.dense(engine, arena, DataType.F32, m, n);
            PrimitiveDescriptor product = MatMul.describe(
                    engine,
                    arena,
                    source,
                    packed ? any : plain,
                    null,
                    target,
                    PrimitiveAttributes.create(engine, arena, mode));
            MemorySegment weights = arena.allocate(plain.bytes(), ProgramBuilder.ALIGNMENT);
            builder.draft(product)
                    .with(Argument.SRC, new Operand.Input(0))
                    .reading(Argument.WEIGHTS, new Operand.Constant(weights), plain)
                    .with(Argument.DST, new Operand.Output(0))
                    .append();
            Program program = builder.build();
            Execution execution = new Execution(program, arena);
            execution
                    .inputs()
                    .bind(
                            0,
                            arena.allocate(source.bytes(), ProgramBuilder.ALIGNMENT)
                                    .address());
            execution
                    .outputs()
                    .bind(
                            0,
                            arena.allocate(target.bytes(), ProgramBuilder.ALIGNMENT)
                                    .address());
            long scratch = arena.allocate(Math.max(1, program.scratchBytes()), ProgramBuilder.ALIGNMENT)
                    .address();
            double flop = 2.0 * m * k * n;
            int runs = Math.clamp((long) (SAMPLE_FLOP / flop), 1, MOST_RUNS);
            double[] rates = new double[SAMPLES];
            for (int sample = -1; sample < SAMPLES; sample++) {
                long start = System.nanoTime();
                for (int run = 0; run < runs; run++) {
                    execution.run(scratch);
                }
                if (sample >= 0) {
                    rates[sample] = runs * flop / (System.nanoTime() - start);
                }
            }
            Arrays.sort(rates);
            System.out.printf(
                    "%dx%dx%d %d threads %s %s %s: median %.1f, best %.1f GFLOP/s%n",
                    m,
                    k,
                    n,
                    threads,
                    mode,
                    packed ? "packed" : "plain",
                    product,
                    rates[SAMPLES / 2],
                    rates[SAMPLES - 1]);
        }
    }
}
