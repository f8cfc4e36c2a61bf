package org.cotangent.ops.internal.numbers;

import java.util.function.Supplier;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.Tensor;

/**
 * Converts elements block by block, by way of an array.
 *
 * @param <A> {@code long[]} between whole numbers, else {@code double[]}
 */
public final class CastKernel<A> implements Kernel {
    static final int BLOCK = 1024;

    /** Blocks that are worth a thread of their own. */
    private static final long GRAIN = 16;

    private final Source<A> source;
    private final Sink<A> sink;
    private final Parallel parallel;
    private final Scratch<A> scratch;

    /** Reads neighbouring elements into {@code to[at], to[at + 1], ...}. */
    public interface Source<A> {
        void read(Tensor from, long index, A to, int at, int n);
    }

    /** Writes {@code from[at], from[at + 1], ...} to neighbouring elements. */
    public interface Sink<A> {
        void write(A from, int at, Tensor to, long index, int n);
    }

    /** @param block makes arrays of {@link #BLOCK} elements */
    CastKernel(Source<A> source, Sink<A> sink, Parallel parallel, Supplier<A> block) {
        this.source = source;
        this.sink = sink;
        this.parallel = parallel;
        this.scratch = new Scratch<>(parallel, block);
    }

    @Override
    public void run(Bindings io) {
        Tensor from = io.input(0);
        Tensor to = io.output(0);
        parallel.forRange(
                Math.ceilDiv(from.elements(), (long) BLOCK),
                GRAIN,
                (first, last) -> scratch.lend(block -> {
                    for (long i = first * BLOCK; i < Math.min(last * BLOCK, from.elements()); i += BLOCK) {
                        int n = (int) Math.min(BLOCK, from.elements() - i);
                        source.read(from, i, block, 0, n);
                        sink.write(block, 0, to, i, n);
                    }
                }));
    }
}
