package org.cotangent.cpu.normalize;

import java.lang.ref.Reference;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;

/** ONNX BatchNormalization of [images, channels, plane], by the statistics that are given or by those of the batch. */
final class BatchNormalizationKernel implements Kernel {

    private static final int OUTPUTS = 5;
    private static final int RUNNING_MEAN = 1;
    private static final int RUNNING_VARIANCE = 2;
    private static final int MEAN = 3;
    private static final int INVERSE = 4;

    /**
     * What is normalised and how.
     *
     * @param training whether the statistics are those of the batch
     */
    record Form(int images, int channels, int plane, boolean training, double epsilon, double momentum) {}

    private final FloatRows loops;
    private final Form form;
    private final Parallel parallel;
    private final RangeTask task = this::run;
    private final long[] inputs = new long[OUTPUTS];
    private final long[] outputs = new long[OUTPUTS];

    BatchNormalizationKernel(FloatRows loops, Form form, Parallel parallel) {
        this.loops = loops;
        this.form = form;
        this.parallel = parallel;
    }

    @Override
    public boolean mayOverwrite(int i) {
        return i == 0;
    }

    @Override
    public void run(Bindings io) {
        try {
            for (int i = 0; i < OUTPUTS; i++) {
                inputs[i] = HostMemory.address(io.input(i));
                outputs[i] = io.hasOutput(i) ? HostMemory.address(io.output(i)) : 0;
            }
            long elements = (long) form.images() * form.plane();
            parallel.forRange(form.channels(), NormalizationKernels.grain(elements), task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        for (long channel = from; channel < to; channel++) {
            double mean = NativeMemory.getFloat(inputs[3] + 4 * channel);
            double variance = NativeMemory.getFloat(inputs[4] + 4 * channel);
            double runningMean = mean;
            double runningVariance = variance;
            if (form.training()) {
                mean = mean(channel);
                variance = variance(channel, (float) mean);
                runningMean = runningMean * form.momentum() + mean * (1 - form.momentum());
                runningVariance = runningVariance * form.momentum() + variance * (1 - form.momentum());
            }
            put(RUNNING_MEAN, channel, runningMean);
            put(RUNNING_VARIANCE, channel, runningVariance);
            double inverse = 1 / Math.sqrt(variance + form.epsilon());
            put(MEAN, channel, mean);
            put(INVERSE, channel, inverse);
            float factor = (float) (inverse * NativeMemory.getFloat(inputs[1] + 4 * channel));
            float bias = NativeMemory.getFloat(inputs[2] + 4 * channel);
            for (int image = 0; image < form.images(); image++) {
                long place = place(image, channel);
                loops.standardize(outputs[0] + place, (float) mean, factor, bias, inputs[0] + place, form.plane());
            }
        }
    }

    private long place(int image, long channel) {
        return 4 * ((long) image * form.channels() + channel) * form.plane();
    }

    private double mean(long channel) {
        double sum = 0;
        for (int image = 0; image < form.images(); image++) {
            sum += loops.combine(Combination.SUM, inputs[0] + place(image, channel), form.plane());
        }
        return sum / ((double) form.images() * form.plane());
    }

    private double variance(long channel, float mean) {
        double sum = 0;
        for (int image = 0; image < form.images(); image++) {
            sum += loops.sumOfSquaresAround(mean, inputs[0] + place(image, channel), form.plane());
        }
        return sum / ((double) form.images() * form.plane());
    }

    private void put(int output, long channel, double value) {
        if (outputs[output] != 0) {
            NativeMemory.setFloat(outputs[output] + 4 * channel, (float) value);
        }
    }
}
