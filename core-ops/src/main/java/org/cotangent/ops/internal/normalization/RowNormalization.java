package org.cotangent.ops.internal.normalization;

import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normalises rows: {@code y = (x - mean) / sqrt(variance + epsilon) * scale + bias}, computing in double.
 *
 * <p>Input 0 is x, a matrix in memory; input 1 the scale; input 2, if there, the bias.
 */
public final class RowNormalization implements Kernel {
    /**
     * What is normalised, and which scale belongs to which element: element {@code rowScale[r] + columnScale[c]}.
     *
     * @param centred whether the mean is subtracted; otherwise the variance is about 0
     * @param meanOutput the output for the means of the rows, or -1
     * @param inverseOutput the output for the inverse standard deviations of the rows, or -1
     */
    @SuppressWarnings("ArrayRecordComponent") // read by the kernel only
    public record Layout(
            int rows,
            int columns,
            int[] rowScale,
            int[] columnScale,
            int[] rowBias,
            int[] columnBias,
            boolean centred,
            double epsilon,
            int meanOutput,
            int inverseOutput) {}

    private final Preparation call;
    private final Layout layout;
    private final DoubleLane lane;
    private final DoubleLane scaleLane;
    private final DoubleLane resultLane;
    private final double[] scale;
    private final double[] bias;
    private final Scratch<double[]> scratch;

    public RowNormalization(Preparation call, Layout layout) {
        this.call = call;
        this.layout = layout;
        lane = new DoubleLane(call.input(0).dtype());
        scaleLane = new DoubleLane(call.input(1).dtype());
        resultLane = new DoubleLane(call.output(0).dtype());
        scale = new double[elements(call, 1)];
        bias = new double[call.hasInput(2) ? elements(call, 2) : 0];
        scratch = new Scratch<>(call.parallel(), () -> new double[layout.columns()]);
    }

    private static int elements(Preparation call, int input) {
        return Math.toIntExact(call.input(input).shape().elements().size());
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        Tensor y = io.output(0);
        scaleLane.load(io.input(1), 0, 1, scale, 0, 1, scale.length);
        if (io.hasInput(2)) {
            scaleLane.load(io.input(2), 0, 1, bias, 0, 1, bias.length);
        }
        Tensor means = wanted(io, layout.meanOutput());
        Tensor inverses = wanted(io, layout.inverseOutput());
        int columns = layout.columns();
        call.parallel().forRange(layout.rows(), Math.max(1, 16_384 / Math.max(1, columns)), (from, to) -> {
            double[] row = scratch.take();
            for (int r = (int) from; r < to; r++) {
                lane.load(x, (long) r * columns, 1, row, 0, 1, columns);
                double mean = layout.centred() ? sum(row) / columns : 0;
                double inverse = 1 / Math.sqrt(squares(row, mean) / columns + layout.epsilon());
                finish(row, r, mean, inverse);
                resultLane.store(row, 0, y, (long) r * columns, columns);
                if (means != null) {
                    means.setDouble(r, mean);
                }
                if (inverses != null) {
                    inverses.setDouble(r, inverse);
                }
            }
            scratch.put(row);
        });
    }

    private static @Nullable Tensor wanted(Bindings io, int output) {
        return output >= 0 && io.hasOutput(output) ? io.output(output) : null;
    }

    private static double sum(double[] row) {
        double sum = 0;
        for (double value : row) {
            sum += value;
        }
        return sum;
    }

    private static double squares(double[] row, double mean) {
        double sum = 0;
        for (double value : row) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }

    private void finish(double[] row, int r, double mean, double inverse) {
        int scaleAt = layout.rowScale()[r];
        for (int c = 0; c < row.length; c++) {
            row[c] = (row[c] - mean) * inverse * scale[scaleAt + layout.columnScale()[c]];
        }
        if (bias.length > 0) {
            int biasAt = layout.rowBias()[r];
            for (int c = 0; c < row.length; c++) {
                row[c] += bias[biasAt + layout.columnBias()[c]];
            }
        }
    }
}
