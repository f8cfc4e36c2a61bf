package org.cotangent.ops.internal.convolution;

import org.cotangent.ops.internal.numbers.Lane;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/**
 * What the three products of a {@link Convolution} share: blocks of taps by windows as matrices.
 *
 * @param <A> the array type of the lane
 */
abstract sealed class ConvolutionKernel<A> implements Kernel
        permits ConvolutionForward, ConvolutionInputGradient, ConvolutionWeightGradient {
    static final int ROWS = 64;
    private static final int TAPS = 512;
    private static final int TILE = 256;
    private static final int ELEMENTS = 1 << 22;

    final Lane<A> lane;
    final Preparation call;
    final Convolution convolution;
    final WindowLines lines;
    final int taps;
    final int positions;
    final int plane;
    final int tile;
    final int channelBlock;
    final int channelBlocks;

    ConvolutionKernel(Lane<A> lane, Preparation call, Convolution convolution) {
        this.lane = lane;
        this.call = call;
        this.convolution = convolution;
        lines = new WindowLines(convolution.windows());
        taps = convolution.windows().taps();
        positions = convolution.windows().positions();
        plane = convolution.windows().elements();
        tile = Math.min(TILE, positions);
        int channels = convolution.inputChannelsPerGroup();
        channelBlock = Math.max(1, Math.min(channels, Math.min(TAPS / taps, ELEMENTS / Math.max(1, plane))));
        channelBlocks = Math.ceilDiv(channels, channelBlock);
    }

    /** {@return the number of channels in a block, of which the last may be smaller} */
    final int channels(int block) {
        return Math.min(channelBlock, convolution.inputChannelsPerGroup() - block * channelBlock);
    }

    /**
     * Writes the taps of some channels, for windows {@code from <= p < to}, as a matrix with {@code channels * taps}
     * rows.
     *
     * @param base the first element of the first channel
     * @param rowStep the distance of rows in the matrix, as columnStep
     */
    final void unfold(Tensor x, long base, int channels, int from, int to, A matrix, int rowStep, int columnStep) {
        lane.fill(matrix, 0, channels * taps * (to - from), 0);
        for (int channel = 0; channel < channels; channel++) {
            for (int tap = 0; tap < taps; tap++) {
                int outer = tap / lines.innerTaps();
                int inner = tap % lines.innerTaps();
                int row = (channel * taps + tap) * rowStep;
                int p = from;
                while (p < to) {
                    int line = p / lines.width();
                    int lineBegin = line * lines.width();
                    int first = Math.max(p - lineBegin, lines.first(inner));
                    int last = Math.min(to - lineBegin, lines.last(inner));
                    int start = lines.start(outer, line);
                    if (start >= 0 && first < last) {
                        long element = base + (long) channel * plane + element(start, first, inner);
                        int at = row + (lineBegin + first - from) * columnStep;
                        lane.load(x, element, lines.stride(), matrix, at, columnStep, last - first);
                    }
                    p = lineBegin + lines.width();
                }
            }
        }
    }

    /**
     * Adds a matrix of taps by windows, of dense rows, to the planes it would be {@linkplain #unfold unfolded} from.
     */
    final void fold(A matrix, int channels, int from, int to, A planes) {
        for (int channel = 0; channel < channels; channel++) {
            for (int tap = 0; tap < taps; tap++) {
                int outer = tap / lines.innerTaps();
                int inner = tap % lines.innerTaps();
                int row = (channel * taps + tap) * (to - from);
                int p = from;
                while (p < to) {
                    int line = p / lines.width();
                    int lineBegin = line * lines.width();
                    int first = Math.max(p - lineBegin, lines.first(inner));
                    int last = Math.min(to - lineBegin, lines.last(inner));
                    int start = lines.start(outer, line);
                    if (start >= 0 && first < last) {
                        int at = channel * plane + element(start, first, inner);
                        lane.addInto(matrix, row + lineBegin + first - from, planes, at, lines.stride(), last - first);
                    }
                    p = lineBegin + lines.width();
                }
            }
        }
    }

    private int element(int start, int window, int innerTap) {
        return start + window * lines.stride() + lines.shift(innerTap);
    }
}
