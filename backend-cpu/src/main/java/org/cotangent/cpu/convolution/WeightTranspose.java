package org.cotangent.cpu.convolution;

import org.cotangent.cpu.gemm.LeftOperand;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.GrowingMemory;
import org.cotangent.cpu.primitive.Movement;

/**
 * Some taps of the weights of a convolution as the left operand of its transpose: a row for each input channel, a
 * column for each output channel of each tap, the channels of one tap neighbours.
 *
 * @param movement moves weights
 * @param taps the chosen ones
 * @param allTaps how many there are to choose from
 * @param inputs how many input channels there are
 * @param outputs how many output channels there are
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record WeightTranspose(Movement movement, int[] taps, int allTaps, int inputs, int outputs) implements LeftOperand {

    private static final ThreadLocal<GrowingMemory> ROWS = ThreadLocal.withInitial(GrowingMemory::new);

    /**
     * Transposes the weights of some input channels: a row for each of their taps, a column for each output channel.
     */
    @Override
    public long stage(long source, int row, int rows) {
        long bytes = movement.bytes();
        int columns = rows * allTaps;
        long staged = ROWS.get().address(bytes * columns * outputs);
        movement.transpose(
                source + bytes * row * allTaps, bytes * inputs * allTaps, staged, bytes * outputs, outputs, columns);
        return staged;
    }

    @Override
    public <A> void packPanel(
            GemmArithmetic<A> arithmetic,
            long staged,
            int row,
            int rows,
            int height,
            int column,
            int columns,
            double scale,
            A panel,
            int at) {
        long bytes = movement.bytes();
        int done = 0;
        while (done < columns) {
            int tap = taps[(column + done) / outputs];
            int output = (column + done) % outputs;
            int n = Math.min(columns - done, outputs - output);
            arithmetic.packPanel(
                    staged + bytes * ((long) tap * outputs + output),
                    bytes * outputs * allTaps,
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
