package org.cotangent.ops.internal.signal;

import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.numbers.FloatLane;
import org.cotangent.ops.internal.numbers.RealLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The kernel of DFT, which transforms several lines of the signal at a time. */
public final class FourierKernel<A> implements Kernel {
    private static final int LINES = 8;

    private final Parallel parallel;
    private final RealLane<A> lane;
    private final boolean inverse;
    private final boolean toReal;
    private final int length;
    private final int size;
    private final int parts;
    private final int results;
    private final long inner;
    private final long lines;
    private final int width;
    private final Scratch<Memory<A>> scratch;

    /** The signals, the imaginary parts behind the real ones, and what is put out of one of them. */
    private record Memory<A>(FourierTransform<A> transform, A re, A im, A line) {}

    private FourierKernel(Preparation call, RealLane<A> lane, @Nullable Tensor givenLength, int axis) {
        Shape x = call.input(0).shape();
        this.lane = lane;
        parallel = call.parallel();
        inverse = call.attributes().flag("inverse");
        toReal = FourierShape.isToReal(call.attributes());
        size = Math.toIntExact(x.size(axis));
        parts = (int) x.size(x.rank() - 1);
        length = Math.toIntExact(
                givenLength != null
                        ? givenLength.getLong(0)
                        : FourierShape.length(call.attributes(), x.dim(axis)).size());
        results = (int) FourierShape.results(call.attributes(), Dim.of(length)).size();
        inner = x.elements(axis + 1, x.rank() - 1).size();
        lines = x.elements(0, axis).size() * inner;
        width = Math.clamp(lines, 1, LINES);
        scratch = new Scratch<>(
                parallel,
                () -> new Memory<>(
                        FourierTransform.of(lane, length, width),
                        lane.array(length * width),
                        lane.array(length * width),
                        lane.array(2 * length)));
    }

    /**
     * {@return the kernel of a call whose length and axis are given or null}
     *
     * <p>Float32 is computed in float32, as NumPy and PyTorch do, the other types in float64.
     */
    public static Kernel of(Preparation call, @Nullable Tensor length, @Nullable Tensor givenAxis) {
        Shape x = call.input(0).shape();
        DType dtype = call.input(0).dtype();
        int axis = FourierShape.axis(x, givenAxis);
        return dtype == DType.FLOAT
                ? new FourierKernel<>(call, new FloatLane(dtype), length, axis)
                : new FourierKernel<>(call, new DoubleLane(dtype), length, axis);
    }

    @Override
    public void run(Bindings io) {
        Tensor from = io.input(0);
        Tensor to = io.output(0);
        parallel.forRange(Math.ceilDiv(lines, width), 1 + 1024 / length, (first, last) -> {
            Memory<A> memory = scratch.take();
            for (long block = first; block < last; block++) {
                int count = (int) Math.min(width, lines - block * width);
                for (int b = 0; b < count; b++) {
                    load(from, memory, block * width + b, b);
                }
                if (inverse) {
                    memory.transform().run(memory.im(), memory.re());
                } else {
                    memory.transform().run(memory.re(), memory.im());
                }
                for (int b = 0; b < count; b++) {
                    store(memory, to, block * width + b, b);
                }
            }
            scratch.put(memory);
        });
    }

    private void load(Tensor from, Memory<A> memory, long line, int b) {
        A re = memory.re();
        A im = memory.im();
        long start = (line / inner * size * inner + line % inner) * parts;
        int count = Math.min(size, toReal ? length / 2 + 1 : length);
        clear(re, b, count);
        clear(im, b, parts == 1 ? 0 : count);
        lane.load(from, start, inner * parts, re, b, width, count);
        if (parts == 2) {
            lane.load(from, start + 1, inner * parts, im, b, width, count);
        }
        if (toReal) {
            setReal(im, b);
            for (int k = 1; k < length - k; k++) {
                lane.addInto(re, k * width + b, re, (length - k) * width + b, 1, 1);
                lane.addScaled(-1, im, k * width + b, im, (length - k) * width + b, 1);
            }
        }
    }

    private void clear(A array, int b, int from) {
        for (int k = from; k < length; k++) {
            lane.fill(array, k * width + b, k * width + b + 1, 0);
        }
    }

    /** The frequencies 0 and length / 2 of a real signal are real. */
    private void setReal(A im, int b) {
        lane.fill(im, b, b + 1, 0);
        if (length % 2 == 0) {
            lane.fill(im, length / 2 * width + b, length / 2 * width + b + 1, 0);
        }
    }

    private void store(Memory<A> memory, Tensor to, long line, int b) {
        int kept = toReal ? 1 : 2;
        A values = memory.line();
        if (!inverse && parts == 1) {
            setReal(memory.im(), b);
        }
        lane.fill(values, 0, results * kept, 0);
        for (int k = 0; k < results; k++) {
            lane.addInto(memory.re(), k * width + b, values, k * kept, 1, 1);
            if (!toReal) {
                lane.addInto(memory.im(), k * width + b, values, 2 * k + 1, 1, 1);
            }
        }
        if (inverse) {
            lane.scale(values, 0, results * kept, 1.0 / length);
        }
        long start = line / inner * results * inner + line % inner;
        if (inner == 1) {
            lane.store(values, 0, to, start * kept, results * kept);
            return;
        }
        for (int k = 0; k < results; k++) {
            lane.store(values, k * kept, to, (start + k * inner) * kept, kept);
        }
    }
}
