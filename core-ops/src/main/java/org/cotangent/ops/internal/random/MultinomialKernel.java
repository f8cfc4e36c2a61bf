package org.cotangent.ops.internal.random;

import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.tensor.Tensor;

/** Draws outcomes by inverting the distribution function of each row. */
public final class MultinomialKernel implements Kernel {
    @SuppressWarnings("ArrayRecordComponent") // working memory
    private record Memory(double[] sums, int[] words) {}

    private final Preparation call;
    private final DoubleLane lane;
    private final int classes;
    private final long samples;
    private final Scratch<Memory> scratch;

    public MultinomialKernel(Preparation call) {
        this.call = call;
        lane = new DoubleLane(call.input(0).dtype());
        classes = Math.toIntExact(call.input(0).shape().size(1));
        samples = call.output(0).shape().size(1);
        scratch = new Scratch<>(call.parallel(), () -> new Memory(new double[classes], new int[4]));
    }

    @Override
    public void run(Bindings io) {
        RandomSource source = RandomStream.of(call.attributes(), io.random());
        call.parallel().forRange(io.input(0).size(0), Math.max(1, 10_000 / (classes + samples)), (from, to) -> {
            Memory memory = scratch.take();
            for (long row = from; row < to; row++) {
                lane.load(io.input(0), row * classes, 1, memory.sums(), 0, 1, classes);
                accumulate(memory.sums());
                draw(io.output(0), row * samples, memory, source);
            }
            scratch.put(memory);
        });
    }

    /** Turns logarithms of weights into sums of weights, the greatest weight being 1. */
    private static void accumulate(double[] row) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : row) {
            greatest = Math.max(greatest, value);
        }
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += row[i] == greatest ? 1 : StrictMath.exp(row[i] - greatest);
            row[i] = sum;
        }
    }

    private void draw(Tensor output, long at, Memory memory, RandomSource source) {
        double[] sums = memory.sums();
        for (long i = at; i < at + samples; i++) {
            double point = RandomStream.number(source, i, memory.words()) * sums[classes - 1];
            int low = 0;
            int high = classes - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sums[middle] > point) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            output.setLong(i, low);
        }
    }
}
