package org.cotangent.ops.internal.lines;

import java.util.Objects;
import java.util.function.IntFunction;
import org.cotangent.ops.internal.numbers.Blocks;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Applies a function to every line of a tensor along one axis.
 *
 * <p>Neighbouring lines are brought into one tile, in which each is contiguous, so that memory is read and written in
 * runs whatever the axis.
 *
 * @param <A> the array type in which one computes
 */
final class LineKernel<A> implements Kernel {
    private static final int TILE = 4096;

    /** Takes a line and leaves its result at the same place. */
    interface Function<A> {
        void apply(A lines, int at, int length);
    }

    private final Blocks<A> blocks;
    private final Function<A> function;
    private final AxisSplit split;
    private final int resultLength;
    private final int width;
    private final long tilesPerOuter;
    private final long tiles;
    private final Parallel parallel;
    private final A[] lines;
    private final A[] rows;
    private final RangeTask task = this::work;
    private @Nullable Tensor input;
    private @Nullable Tensor output;

    /** @param resultLength the size of the axis in the output: that in the input, or 1 */
    LineKernel(
            Blocks<A> blocks,
            Function<A> function,
            AxisSplit split,
            int resultLength,
            Parallel parallel,
            IntFunction<A[]> arrays) {
        this.blocks = blocks;
        this.function = function;
        this.split = split;
        this.resultLength = resultLength;
        this.parallel = parallel;
        long neighbours = split.inner() == 1 ? split.outer() : split.inner();
        width = (int) Math.clamp(TILE / Math.max(1, split.length()), 1, Math.max(1, neighbours));
        tilesPerOuter = Math.ceilDiv(neighbours, width);
        tiles = split.inner() == 1 ? tilesPerOuter : split.outer() * tilesPerOuter;
        int workers = (int) Math.max(1, Math.min(parallel.threads(), tiles));
        lines = arrays.apply(workers);
        rows = arrays.apply(workers);
        for (int i = 0; i < workers; i++) {
            lines[i] = blocks.allocate(width * split.length());
            rows[i] = blocks.allocate(width);
        }
    }

    @Override
    public void run(Bindings io) {
        input = io.input(0);
        output = io.output(0);
        parallel.forRange(lines.length, 1, task);
    }

    private void work(long from, long to) {
        for (int worker = (int) from; worker < to; worker++) {
            long last = tiles * (worker + 1) / lines.length;
            for (long tile = tiles * worker / lines.length; tile < last; tile++) {
                transform(tile, lines[worker], rows[worker]);
            }
        }
    }

    private void transform(long tile, A line, A row) {
        Tensor from = Objects.requireNonNull(input);
        Tensor to = Objects.requireNonNull(output);
        int n = split.length();
        long inner = split.inner();
        long first = tile % tilesPerOuter * width;
        if (inner == 1) {
            int count = (int) Math.min(width, split.outer() - first);
            blocks.read(from, first * n, line, 0, count * n);
            apply(line, count);
            if (resultLength == n) {
                blocks.write(line, 0, to, first * n, count * n);
            } else {
                blocks.copy(line, 0, n, row, 0, 1, count);
                blocks.write(row, 0, to, first, count);
            }
            return;
        }
        int count = (int) Math.min(width, inner - first);
        long outer = tile / tilesPerOuter;
        for (int i = 0; i < n; i++) {
            blocks.read(from, (outer * n + i) * inner + first, row, 0, count);
            blocks.copy(row, 0, 1, line, i, n, count);
        }
        apply(line, count);
        for (int i = 0; i < resultLength; i++) {
            blocks.copy(line, i, n, row, 0, 1, count);
            blocks.write(row, 0, to, (outer * resultLength + i) * inner + first, count);
        }
    }

    private void apply(A line, int count) {
        for (int i = 0; i < count; i++) {
            function.apply(line, i * split.length(), split.length());
        }
    }
}
