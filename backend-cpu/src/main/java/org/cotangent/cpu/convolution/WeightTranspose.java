package org.cotangent.cpu.convolution;

import org.cotangent.cpu.gemm.LeftOperand;
import org.cotangent.cpu.primitive.GemmArithmetic;

/**
 * Some taps of the weights of a convolution as the left operand of its transpose: a row for each input channel, a column
 * for each output channel of each tap, the channels of one tap neighbours.
 *
 * <p>The weights come as a matrix with a row for each tap of each input channel, and a column for each output channel.
 *
 * @param taps the chosen ones
 * @param allTaps how many there are to choose from
 * @param outputs how many output channels there are
 * @param rowLength numbers in a row of the weights
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record WeightTranspose(int[] taps, int allTaps, int outputs, long rowLength) implements LeftOperand {

    @Override
    public <A> void packPanel(
            GemmArithmetic<A> arithmetic,
            long source,
            int row,
            int rows,
            int height,
            int column,
            int columns,
            double scale,
            A panel,
            int at) {
        int bytes = arithmetic.bytes();
        int done = 0;
        while (done < columns) {
            int tap = taps[(column + done) / outputs];
            int output = (column + done) % outputs;
            int n = Math.min(columns - done, outputs - output);
            arithmetic.packPanel(
                    source + bytes * (((long) row * allTaps + tap) * rowLength + output),
                    bytes * rowLength * allTaps,
                    bytes,
                    rows,
                    height,
                    n,
                    scale,
                    panel,
                    at + done * height);
            done += n;
        }
    }
}
