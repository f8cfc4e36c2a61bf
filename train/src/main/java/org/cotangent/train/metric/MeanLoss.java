package org.cotangent.train.metric;

import org.cotangent.spi.tensor.Tensor;

/** The loss with which the model is trained: the mean of the batches' losses, weighted by their numbers of samples. */
public record MeanLoss() implements Metric {
    @Override
    public String name() {
        return "loss";
    }

    @Override
    public boolean increases() {
        return false;
    }

    @Override
    public Accumulator start() {
        return new Accumulator() {
            private double sum;
            private long samples;

            @Override
            public void add(Tensor output, Tensor targets, double loss) {
                long rows = targets.rank() == 0 ? 1 : targets.size(0);
                sum += loss * rows;
                samples += rows;
            }

            @Override
            public double value() {
                return sum / samples;
            }
        };
    }
}
