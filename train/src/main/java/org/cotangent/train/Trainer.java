package org.cotangent.train;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongToDoubleFunction;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs epochs of training steps and tells how they go. */
public final class Trainer {
    private final Training training;
    private final LongToDoubleFunction learningRate;
    private final @Nullable PrintStream progress;

    /**
     * A trainer.
     *
     * @param learningRate of each step, counted from 0
     * @param progress where a line of progress goes; null for none
     */
    public Trainer(Training training, LongToDoubleFunction learningRate, @Nullable PrintStream progress) {
        this.training = training;
        this.learningRate = learningRate;
        this.progress = progress;
    }

    /**
     * {@return the mean loss of each epoch}
     *
     * @param batches gives the batches of an epoch, counted from 0
     */
    public double[] fit(int epochs, IntFunction<List<Batch>> batches) {
        double[] losses = new double[epochs];
        long start = System.nanoTime();
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Batch> list = batches.apply(epoch);
            double sum = 0;
            int done = 0;
            for (Batch batch : list) {
                Map<String, Tensor> inputs = new HashMap<>(batch.inputs());
                inputs.put(TrainingStep.TARGETS, batch.targets());
                TrainingStep.Report report = training.step(learningRate.applyAsDouble(training.count()), inputs);
                sum += report.loss();
                done++;
                double share = (epoch + (double) done / list.size()) / epochs;
                report(epoch, epochs, done, list.size(), sum / done, (System.nanoTime() - start) * 1e-9, share);
            }
            losses[epoch] = list.isEmpty() ? Double.NaN : sum / list.size();
        }
        return losses;
    }

    /** One line that rewrites itself on a terminal; one line an epoch elsewhere. */
    private void report(int epoch, int epochs, int done, int count, double loss, double seconds, double share) {
        if (progress == null) {
            return;
        }
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean last = done == count;
        if (terminal || last) {
            String line = String.format(
                    Locale.ROOT,
                    "epoch %d/%d  batch %d/%d  loss %.4f  %.0f s, %.0f s left",
                    epoch + 1,
                    epochs,
                    done,
                    count,
                    loss,
                    seconds,
                    seconds / share - seconds);
            progress.print((terminal ? "\r" : "") + line + (last ? System.lineSeparator() : "   "));
            progress.flush();
        }
    }
}
