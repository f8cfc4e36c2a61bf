package org.cotangent.ops.internal.convolution;

import org.cotangent.ops.internal.numbers.Lane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Images and weights, and perhaps a bias, to images. */
public final class ConvolutionForward<A> extends ConvolutionKernel<A> {
    private record Blocks<A>(A unfolded, A weights, A result) {}

    private final Scratch<Blocks<A>> scratch;

    private ConvolutionForward(Lane<A> lane, Preparation call, Convolution convolution) {
        super(lane, call, convolution);
        scratch = new Scratch<>(
                call.parallel(),
                () -> new Blocks<>(
                        lane.array(channelBlock * taps * tile),
                        lane.array(ROWS * channelBlock * taps),
                        lane.array(convolution.outputChannelsPerGroup() * tile)));
    }

    /** {@return the kernel of a call with inputs x, w and perhaps a bias} */
    public static Kernel of(Preparation call, Convolution convolution) {
        return of(Lane.of(call.output(0).dtype()), call, convolution);
    }

    private static <A> Kernel of(Lane<A> lane, Preparation call, Convolution convolution) {
        return new ConvolutionForward<>(lane, call, convolution);
    }

    @Override
    public void run(Bindings io) {
        if (positions == 0) {
            return;
        }
        Tensor x = io.input(0);
        Tensor w = io.input(1);
        Tensor bias = io.hasInput(2) ? io.input(2) : null;
        Tensor y = io.output(0);
        int tiles = Math.ceilDiv(positions, tile);
        call.parallel().forRange((long) convolution.batch() * convolution.groups() * tiles, 1, (from, to) -> {
            Blocks<A> memory = scratch.take();
            for (long task = from; task < to; task++) {
                int image = (int) (task / tiles);
                int begin = (int) (task % tiles) * tile;
                tile(x, w, bias, y, image / convolution.groups(), image % convolution.groups(), begin, memory);
            }
            scratch.put(memory);
        });
    }

    private void tile(
            Tensor x, Tensor w, @Nullable Tensor bias, Tensor y, int n, int group, int from, Blocks<A> memory) {
        int to = Math.min(positions, from + tile);
        int width = to - from;
        int outputs = convolution.outputChannelsPerGroup();
        int inputs = convolution.inputChannelsPerGroup();
        if (bias == null) {
            lane.fill(memory.result(), 0, outputs * width, 0);
        } else {
            for (int m = 0; m < outputs; m++) {
                lane.load(bias, (long) group * outputs + m, 0, memory.result(), m * width, 1, width);
            }
        }
        for (int block = 0; block < channelBlocks; block++) {
            int channels = channels(block);
            int c = block * channelBlock;
            long base = ((long) n * convolution.inputChannels() + (long) group * inputs + c) * plane;
            unfold(x, base, channels, from, to, memory.unfolded(), width, 1);
            for (int m = 0; m < outputs; m += ROWS) {
                int rows = Math.min(ROWS, outputs - m);
                int depth = channels * taps;
                long row = (long) inputs * taps;
                long at = ((long) group * outputs + m) * row + (long) c * taps;
                lane.loadMatrix(w, at, row, 1, memory.weights(), rows, depth);
                lane.multiplyAdd(
                        memory.weights(),
                        0,
                        depth,
                        memory.unfolded(),
                        0,
                        width,
                        memory.result(),
                        m * width,
                        width,
                        rows,
                        width,
                        depth);
            }
        }
        for (int m = 0; m < outputs; m++) {
            long at = ((long) n * convolution.outputChannels() + (long) group * outputs + m) * positions + from;
            lane.store(memory.result(), m * width, y, at, width);
        }
    }
}
