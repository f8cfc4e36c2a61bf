package org.cotangent.ops.internal.convolution;

import org.cotangent.ops.internal.numbers.Lane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The transpose of a convolution in its image: images of its outputs and weights, and perhaps a bias, to images. */
public final class ConvolutionInputGradient<A> extends ConvolutionKernel<A> {
    private record Blocks<A>(A unfolded, A weights, A cotangent, A planes) {}

    private final boolean biased;
    private final Scratch<Blocks<A>> scratch;

    private ConvolutionInputGradient(Lane<A> lane, Preparation call, Convolution convolution, boolean biased) {
        super(lane, call, convolution);
        this.biased = biased;
        scratch = new Scratch<>(
                call.parallel(),
                () -> new Blocks<>(
                        lane.array(channelBlock * taps * tile),
                        lane.array(channelBlock * taps * ROWS),
                        lane.array(ROWS * tile),
                        lane.array(channelBlock * plane)));
    }

    /**
     * {@return the kernel of a call with inputs dy and w}
     *
     * @param biased whether input 2 is a bias for the channels of the result
     */
    public static Kernel of(Preparation call, Convolution convolution, boolean biased) {
        return of(Lane.of(call.output(0).dtype()), call, convolution, biased);
    }

    private static <A> Kernel of(Lane<A> lane, Preparation call, Convolution convolution, boolean biased) {
        return new ConvolutionInputGradient<>(lane, call, convolution, biased);
    }

    @Override
    public void run(Bindings io) {
        Tensor dy = io.input(0);
        Tensor w = io.input(1);
        Tensor bias = biased ? io.input(2) : null;
        Tensor dx = io.output(0);
        call.parallel().forRange((long) convolution.batch() * convolution.groups() * channelBlocks, 1, (from, to) -> {
            Blocks<A> memory = scratch.take();
            for (long task = from; task < to; task++) {
                int image = (int) (task / channelBlocks);
                int block = (int) (task % channelBlocks);
                channels(dy, w, bias, dx, image / convolution.groups(), image % convolution.groups(), block, memory);
            }
            scratch.put(memory);
        });
    }

    private void channels(
            Tensor dy, Tensor w, @Nullable Tensor bias, Tensor dx, int n, int group, int block, Blocks<A> memory) {
        int outputs = convolution.outputChannelsPerGroup();
        int inputs = convolution.inputChannelsPerGroup();
        int channels = channels(block);
        int c = block * channelBlock;
        int firstChannel = group * inputs + c;
        if (bias == null) {
            lane.fill(memory.planes(), 0, channels * plane, 0);
        } else {
            for (int i = 0; i < channels; i++) {
                lane.load(bias, firstChannel + i, 0, memory.planes(), i * plane, 1, plane);
            }
        }
        int height = channels * taps;
        for (int from = 0; from < positions; from += tile) {
            int to = Math.min(positions, from + tile);
            int width = to - from;
            lane.fill(memory.unfolded(), 0, height * width, 0);
            for (int m = 0; m < outputs; m += ROWS) {
                int depth = Math.min(ROWS, outputs - m);
                long output = (long) group * outputs + m;
                long dyAt = ((long) n * convolution.outputChannels() + output) * positions + from;
                lane.loadMatrix(dy, dyAt, positions, 1, memory.cotangent(), depth, width);
                long wAt = (output * inputs + c) * taps;
                lane.loadMatrix(w, wAt, 1, (long) inputs * taps, memory.weights(), height, depth);
                lane.multiplyAdd(
                        memory.weights(),
                        0,
                        depth,
                        memory.cotangent(),
                        0,
                        width,
                        memory.unfolded(),
                        0,
                        width,
                        height,
                        width,
                        depth);
            }
            fold(memory.unfolded(), channels, from, to, memory.planes());
        }
        long at = ((long) n * convolution.inputChannels() + firstChannel) * plane;
        lane.store(memory.planes(), 0, dx, at, channels * plane);
    }
}
