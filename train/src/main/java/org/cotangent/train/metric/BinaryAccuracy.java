package org.cotangent.train.metric;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Tensor;

/**
 * The share of elements that are above a threshold where, and only where, the target is above one half. Outputs and
 * targets have as many elements.
 *
 * @param threshold 0 for scores, 0.5 for probabilities
 */
public record BinaryAccuracy(double threshold) implements Metric {
    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public boolean increases() {
        return true;
    }

    @Override
    public Accumulator start() {
        return new Accumulator() {
            private long right;
            private long count;

            @Override
            public void add(Tensor output, Tensor targets, double loss) {
                if (output.elements() != targets.elements()) {
                    throw new ShapeException("output " + output.type() + " and targets " + targets.type()
                            + " do not have as many elements");
                }
                for (long i = 0; i < output.elements(); i++) {
                    right += output.getDouble(i) > threshold == targets.getDouble(i) > 0.5 ? 1 : 0;
                }
                count += output.elements();
            }

            @Override
            public double value() {
                return (double) right / count;
            }
        };
    }
}
