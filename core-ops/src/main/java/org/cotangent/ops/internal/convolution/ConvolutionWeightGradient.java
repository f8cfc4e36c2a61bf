package org.cotangent.ops.internal.convolution;

import org.cotangent.ops.internal.numbers.Lane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** The transpose of a convolution in its weights: images and images of its outputs to weights. */
public final class ConvolutionWeightGradient<A> extends ConvolutionKernel<A> {
    private record Blocks<A>(A unfolded, A cotangent, A result) {}

    private final Scratch<Blocks<A>> scratch;

    private ConvolutionWeightGradient(Lane<A> lane, Preparation call, Convolution convolution) {
        super(lane, call, convolution);
        scratch = new Scratch<>(
                call.parallel(),
                () -> new Blocks<>(
                        lane.array(channelBlock * taps * tile),
                        lane.array(ROWS * tile),
                        lane.array(convolution.outputChannelsPerGroup() * channelBlock * taps)));
    }

    /** {@return the kernel of a call with inputs x and dy} */
    public static Kernel of(Preparation call, Convolution convolution) {
        return of(Lane.of(call.output(0).dtype()), call, convolution);
    }

    private static <A> Kernel of(Lane<A> lane, Preparation call, Convolution convolution) {
        return new ConvolutionWeightGradient<>(lane, call, convolution);
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        Tensor dy = io.input(1);
        Tensor dw = io.output(0);
        call.parallel().forRange((long) convolution.groups() * channelBlocks, 1, (from, to) -> {
            Blocks<A> memory = scratch.take();
            for (long task = from; task < to; task++) {
                channels(x, dy, dw, (int) (task / channelBlocks), (int) (task % channelBlocks), memory);
            }
            scratch.put(memory);
        });
    }

    private void channels(Tensor x, Tensor dy, Tensor dw, int group, int block, Blocks<A> memory) {
        int outputs = convolution.outputChannelsPerGroup();
        int inputs = convolution.inputChannelsPerGroup();
        int channels = channels(block);
        int c = block * channelBlock;
        int width = channels * taps;
        lane.fill(memory.result(), 0, outputs * width, 0);
        for (int n = 0; n < convolution.batch(); n++) {
            long base = ((long) n * convolution.inputChannels() + (long) group * inputs + c) * plane;
            for (int from = 0; from < positions; from += tile) {
                int to = Math.min(positions, from + tile);
                int depth = to - from;
                unfold(x, base, channels, from, to, memory.unfolded(), 1, width);
                for (int m = 0; m < outputs; m += ROWS) {
                    int rows = Math.min(ROWS, outputs - m);
                    long at = ((long) n * convolution.outputChannels() + (long) group * outputs + m) * positions + from;
                    lane.loadMatrix(dy, at, positions, 1, memory.cotangent(), rows, depth);
                    lane.multiplyAdd(
                            memory.cotangent(),
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
        }
        for (int m = 0; m < outputs; m++) {
            long at = (((long) group * outputs + m) * inputs + c) * taps;
            lane.store(memory.result(), m * width, dw, at, width);
        }
    }
}
