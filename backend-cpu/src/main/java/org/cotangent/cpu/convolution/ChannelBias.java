package org.cotangent.cpu.convolution;

import org.cotangent.cpu.gemm.BlockEpilogue;
import org.cotangent.cpu.primitive.RowArithmetic;

/** Adds a number of its own to each channel of a product; its items are the groups of channels of image after image. */
final class ChannelBias implements BlockEpilogue {

    private final RowArithmetic loops;
    private final int groups;
    private final int channelsPerGroup;
    private long address;

    ChannelBias(RowArithmetic loops, int groups, int channelsPerGroup) {
        this.loops = loops;
        this.groups = groups;
        this.channelsPerGroup = channelsPerGroup;
    }

    /** Says where the numbers are from now on. */
    void bind(long bias) {
        address = bias;
    }

    @Override
    public void apply(long block, long stride, int item, int row, int rows, int column, int columns) {
        int channel = item % groups * channelsPerGroup + row;
        for (int i = 0; i < rows; i++) {
            double bias = loops.get(address + (long) loops.bytes() * (channel + i));
            loops.addConstant(block + i * stride, bias, columns);
        }
    }
}
