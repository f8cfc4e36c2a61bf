package org.cotangent.ops.internal.random;

import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;

/** Fills output 0 with random numbers, block by block; element {@code i} is made of number {@code i} of the stream. */
public final class RandomKernel implements Kernel {
    private static final int BLOCK = 4096;

    @SuppressWarnings("ArrayRecordComponent") // working memory
    private record Memory(double[] values, int[] words) {}

    private final Preparation call;
    private final Distribution distribution;
    private final DoubleLane lane;
    private final Scratch<Memory> scratch;

    public RandomKernel(Preparation call, Distribution distribution) {
        this.call = call;
        this.distribution = distribution;
        lane = new DoubleLane(call.output(0).dtype());
        scratch = new Scratch<>(call.parallel(), () -> new Memory(new double[BLOCK], new int[4]));
    }

    @Override
    public void run(Bindings io) {
        RandomSource source = RandomStream.of(call.attributes(), io.random());
        long elements = io.output(0).elements();
        call.parallel().forRange(Math.ceilDiv(elements, BLOCK), 1, (from, to) -> {
            Memory memory = scratch.take();
            for (long block = from; block < to; block++) {
                long begin = block * BLOCK;
                int n = (int) Math.min(BLOCK, elements - begin);
                RandomStream.fill(source, begin, memory.values(), n, memory.words());
                distribution.transform(io, begin, memory.values(), n);
                lane.store(memory.values(), 0, io.output(0), begin, n);
            }
            scratch.put(memory);
        });
    }
}
