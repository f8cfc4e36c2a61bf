package org.cotangent.ops.internal.pooling;

import org.cotangent.ops.internal.convolution.WindowLines;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** Reduces the windows of every plane [sizes...] of an image [batch, channels, sizes...], computing in double. */
abstract sealed class PoolKernel implements Kernel permits MaxPoolKernel, AveragePoolKernel {
    private final Preparation call;
    private final DoubleLane lane;
    final WindowLines lines;
    final int plane;
    final int positions;
    private final long planes;
    private final Scratch<Blocks> scratch;

    /**
     * The memory of one task.
     *
     * @param input a plane
     * @param output its windows
     * @param indices where the result of each window comes from
     */
    @SuppressWarnings("ArrayRecordComponent") // working memory
    record Blocks(double[] input, double[] output, int[] indices) {}

    PoolKernel(Preparation call, Windows windows) {
        this.call = call;
        lane = new DoubleLane(call.input(0).dtype());
        lines = new WindowLines(windows);
        plane = windows.elements();
        positions = windows.positions();
        planes = call.input(0).shape().elements(0, 2).size();
        scratch = new Scratch<>(
                call.parallel(), () -> new Blocks(new double[plane], new double[positions], new int[positions]));
    }

    @Override
    public final void run(Bindings io) {
        Tensor x = io.input(0);
        Tensor y = io.output(0);
        long work = Math.max(1, (long) positions * lines.outerTaps() * lines.innerTaps());
        call.parallel().forRange(planes, Math.max(1, 20_000 / work), (from, to) -> {
            Blocks memory = scratch.take();
            for (long i = from; i < to; i++) {
                lane.load(x, i * plane, 1, memory.input(), 0, 1, plane);
                pool(memory);
                lane.store(memory.output(), 0, y, i * positions, positions);
                finish(io, memory, i);
            }
            scratch.put(memory);
        });
    }

    /** Reduces a plane. */
    abstract void pool(Blocks memory);

    /** Writes what else is asked for. */
    void finish(Bindings io, Blocks memory, long plane) {}
}
