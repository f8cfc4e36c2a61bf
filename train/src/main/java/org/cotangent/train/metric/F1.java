package org.cotangent.train.metric;

import org.cotangent.spi.tensor.Tensor;

/**
 * The mean over classes of {@code 2 precision recall / (precision + recall)} (scikit-learn: f1_score with
 * average="macro"). Outputs are scores [N, C, d...], targets classes [N, d...]; negative targets do not count.
 */
public record F1() implements Metric {
    @Override
    public String name() {
        return "F1";
    }

    @Override
    public boolean increases() {
        return true;
    }

    @Override
    public Accumulator start() {
        return new Accumulator() {
            private ConfusionMatrix matrix = new ConfusionMatrix(0);

            @Override
            public void add(Tensor output, Tensor targets, double loss) {
                if (matrix.classes() == 0 && output.rank() > 1) {
                    matrix = new ConfusionMatrix((int) output.size(1));
                }
                matrix.add(output, targets, loss);
            }

            @Override
            public double value() {
                return matrix.macroF1();
            }
        };
    }
}
