package org.cotangent.ops.internal.random;

import org.cotangent.ops.internal.numbers.CastKernel;
import org.cotangent.ops.internal.numbers.Casting;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Keeps elements with probability 1 - ratio, by the stream of the run and node, and scales those. */
public final class DropoutKernel implements Kernel {
    private static final int BLOCK = 4096;

    @SuppressWarnings("ArrayRecordComponent") // working memory
    private record Memory(double[] values, int[] words) {}

    private final Preparation call;
    private final CastKernel.Source<double[]> reader;
    private final CastKernel.Sink<double[]> writer;
    private final CastKernel.@Nullable Source<double[]> ratioReader;
    private final long elements;
    private final Scratch<Memory> scratch;

    public DropoutKernel(Preparation call) {
        this.call = call;
        reader = Casting.reader(call.input(0).dtype());
        writer = Casting.writer(call.input(0).dtype());
        ratioReader = call.hasInput(1) ? Casting.reader(call.input(1).dtype()) : null;
        elements = call.input(0).shape().elements().size();
        scratch = new Scratch<>(call.parallel(), () -> new Memory(new double[BLOCK], new int[4]));
    }

    @Override
    public void run(Bindings io) {
        double ratio = ratio(io);
        boolean drops = io.hasInput(2) && io.input(2).getLong(0) != 0 && ratio != 0;
        RandomSource source = RandomStream.of(call.attributes(), io.random());
        Tensor mask = io.hasOutput(1) ? io.output(1) : null;
        double kept = drops ? ratio : 0;
        call.parallel().forRange(Math.ceilDiv(elements, BLOCK), 4, (from, to) -> {
            Memory memory = scratch.take();
            for (long block = from; block < to; block++) {
                long begin = block * BLOCK;
                int n = (int) Math.min(BLOCK, elements - begin);
                reader.read(io.input(0), begin, memory.values(), 0, n);
                drop(memory, begin, n, kept, source, mask);
                writer.write(memory.values(), 0, io.output(0), begin, n);
            }
            scratch.put(memory);
        });
    }

    private double ratio(Bindings io) {
        if (ratioReader == null) {
            return 0.5;
        }
        Memory memory = scratch.take();
        ratioReader.read(io.input(1), 0, memory.values(), 0, 1);
        double ratio = memory.values()[0];
        scratch.put(memory);
        return ratio;
    }

    private static void drop(
            Memory memory, long begin, int n, double ratio, RandomSource source, @Nullable Tensor mask) {
        double scale = 1 / (1 - ratio);
        for (int i = 0; i < n; i++) {
            boolean keep = true;
            if (ratio != 0) {
                if (i % 4 == 0) {
                    Philox.block(source.seed(), source.node(), (begin + i) / 4, memory.words());
                }
                keep = Philox.uniform(memory.words()[i % 4]) >= ratio;
                memory.values()[i] = keep ? memory.values()[i] * scale : 0;
            }
            if (mask != null) {
                mask.setLong(begin + i, keep ? 1 : 0);
            }
        }
    }
}
