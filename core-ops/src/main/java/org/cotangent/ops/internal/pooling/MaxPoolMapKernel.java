package org.cotangent.ops.internal.pooling;

import java.util.Arrays;
import org.cotangent.ops.internal.convolution.WindowLines;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/**
 * Moves elements between the places of the largest elements of input 0's windows and the windows: from a plane to its
 * windows, or back. What is at the place of no window is zero, and so is a window that is all padding.
 */
public final class MaxPoolMapKernel implements Kernel {
    private final Preparation call;
    private final boolean back;
    private final DoubleLane lane;
    private final Maxima maxima;
    private final int plane;
    private final int positions;
    private final long planes;
    private final Scratch<Blocks> scratch;

    /**
     * The memory of one task.
     *
     * @param x a plane
     * @param y its windows
     * @param indices where the largest element of each window is
     */
    @SuppressWarnings("ArrayRecordComponent") // working memory
    private record Blocks(double[] x, double[] y, int[] indices) {}

    /** @param back whether input 1 holds elements of windows, which are added up at their places */
    public MaxPoolMapKernel(Preparation call, Windows windows, boolean back) {
        this.call = call;
        this.back = back;
        lane = new DoubleLane(call.input(0).dtype());
        maxima = new Maxima(new WindowLines(windows));
        plane = windows.elements();
        positions = windows.positions();
        planes = call.input(0).shape().elements(0, 2).size();
        scratch = new Scratch<>(
                call.parallel(), () -> new Blocks(new double[plane], new double[positions], new int[positions]));
    }

    @Override
    public void run(Bindings io) {
        call.parallel().forRange(planes, Math.max(1, 20_000 / Math.max(1, maxima.work())), (from, to) -> {
            Blocks memory = scratch.take();
            for (long i = from; i < to; i++) {
                lane.load(io.input(0), i * plane, 1, memory.x(), 0, 1, plane);
                maxima.find(memory.x(), memory.y(), memory.indices(), 0);
                if (back) {
                    scatter(io.input(1), io.output(0), i, memory);
                } else {
                    gather(io.input(1), io.output(0), i, memory);
                }
            }
            scratch.put(memory);
        });
    }

    private void gather(Tensor from, Tensor to, long i, Blocks memory) {
        lane.load(from, i * plane, 1, memory.x(), 0, 1, plane);
        for (int o = 0; o < positions; o++) {
            int index = memory.indices()[o];
            memory.y()[o] = index < 0 ? 0 : memory.x()[index];
        }
        lane.store(memory.y(), 0, to, i * positions, positions);
    }

    private void scatter(Tensor from, Tensor to, long i, Blocks memory) {
        lane.load(from, i * positions, 1, memory.y(), 0, 1, positions);
        Arrays.fill(memory.x(), 0);
        for (int o = 0; o < positions; o++) {
            int index = memory.indices()[o];
            if (index >= 0) {
                memory.x()[index] += memory.y()[o];
            }
        }
        lane.store(memory.x(), 0, to, i * plane, plane);
    }
}
