package org.cotangent.train.metric;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Tensor;

/** The mean of {@code (output - target)²} over all elements. */
public record SquaredError() implements Metric {
    @Override
    public String name() {
        return "mean squared error";
    }

    @Override
    public boolean increases() {
        return false;
    }

    @Override
    public Accumulator start() {
        return new Accumulator() {
            private double sum;
            private long count;

            @Override
            public void add(Tensor output, Tensor targets, double loss) {
                if (!output.shape().equals(targets.shape())) {
                    throw new ShapeException(
                            "output " + output.type() + " and targets " + targets.type() + " have different shapes");
                }
                for (long i = 0; i < output.elements(); i++) {
                    double difference = output.getDouble(i) - targets.getDouble(i);
                    sum += difference * difference;
                }
                count += output.elements();
            }

            @Override
            public double value() {
                return sum / count;
            }
        };
    }
}
