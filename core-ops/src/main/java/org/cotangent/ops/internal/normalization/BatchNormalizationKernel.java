package org.cotangent.ops.internal.normalization;

import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** Normalises the channels of [batch, channels, sizes...] by statistics that are given or those of the batch. */
public final class BatchNormalizationKernel implements Kernel {
    /** The output with the means of the batch. */
    public static final int MEAN = 3;

    /** The output with the inverse standard deviations of the batch. */
    public static final int INVERSE = 4;

    private final Preparation call;
    private final DoubleLane lane;
    private final int batch;
    private final int channels;
    private final int plane;
    private final boolean training;
    private final double epsilon;
    private final double momentum;
    private final Scratch<double[]> scratch;

    public BatchNormalizationKernel(Preparation call) {
        this.call = call;
        Shape x = call.input(0).shape();
        lane = new DoubleLane(call.input(0).dtype());
        batch = Math.toIntExact(x.size(0));
        channels = x.rank() < 2 ? 1 : Math.toIntExact(x.size(1));
        plane = x.rank() < 3 ? 1 : Math.toIntExact(x.elements(2, x.rank()).size());
        training = call.attributes().flag("training_mode");
        epsilon = call.attributes().real("epsilon");
        momentum = call.attributes().real("momentum");
        scratch = new Scratch<>(call.parallel(), () -> new double[plane]);
    }

    @Override
    public void run(Bindings io) {
        long grain = Math.max(1, 16_384 / Math.max(1, (long) batch * plane));
        call.parallel().forRange(channels, grain, (from, to) -> {
            double[] values = scratch.take();
            for (int c = (int) from; c < to; c++) {
                channel(io, c, values);
            }
            scratch.put(values);
        });
    }

    private void channel(Bindings io, int c, double[] values) {
        Tensor x = io.input(0);
        double mean = io.input(3).getDouble(c);
        double variance = io.input(4).getDouble(c);
        if (training) {
            double count = (double) batch * plane;
            double batchMean = deviations(x, c, values, 0, 1) / count;
            double batchVariance = deviations(x, c, values, batchMean, 2) / count;
            put(io, 1, c, mean * momentum + batchMean * (1 - momentum));
            put(io, 2, c, variance * momentum + batchVariance * (1 - momentum));
            mean = batchMean;
            variance = batchVariance;
        }
        double inverse = 1 / Math.sqrt(variance + epsilon);
        put(io, MEAN, c, mean);
        put(io, INVERSE, c, inverse);
        double factor = io.input(1).getDouble(c) * inverse;
        double bias = io.input(2).getDouble(c);
        for (int n = 0; n < batch; n++) {
            long at = ((long) n * channels + c) * plane;
            lane.load(x, at, 1, values, 0, 1, plane);
            for (int i = 0; i < plane; i++) {
                values[i] = (values[i] - mean) * factor + bias;
            }
            lane.store(values, 0, io.output(0), at, plane);
        }
    }

    /** {@return the sum over a channel of the differences from {@code centre}, or of their squares} */
    private double deviations(Tensor x, int c, double[] values, double centre, int power) {
        double sum = 0;
        for (int n = 0; n < batch; n++) {
            lane.load(x, ((long) n * channels + c) * plane, 1, values, 0, 1, plane);
            for (int i = 0; i < plane; i++) {
                double difference = values[i] - centre;
                sum += power == 1 ? difference : difference * difference;
            }
        }
        return sum;
    }

    private static void put(Bindings io, int output, int c, double value) {
        if (io.hasOutput(output)) {
            io.output(output).setDouble(c, value);
        }
    }
}
