package org.cotangent.train.metric;

import java.util.Arrays;
import org.cotangent.spi.tensor.Tensor;

/**
 * How often each class was taken for each other one. Outputs are scores [N, C, d...], targets classes [N, d...];
 * negative targets do not count. Its {@link #value} is the accuracy.
 */
public final class ConfusionMatrix implements Metric.Accumulator {
    private final int classes;
    private final long[] counts;

    /** A matrix without counts. */
    public ConfusionMatrix(int classes) {
        this.classes = classes;
        this.counts = new long[Math.multiplyExact(classes, classes)];
    }

    @Override
    public void add(Tensor output, Tensor targets, double loss) {
        ClassScores scores = new ClassScores(output, targets);
        if (scores.classes() != classes) {
            throw new IllegalArgumentException("scores of " + scores.classes() + " classes, not of " + classes);
        }
        for (long place = 0; place < scores.places(); place++) {
            if (scores.counts(place)) {
                counts[scores.target(place) * classes + scores.best(place)]++;
            }
        }
    }

    /** {@return the number of classes} */
    public int classes() {
        return classes;
    }

    /** {@return how many samples of class {@code actual} had their highest score at class {@code predicted}} */
    public long count(int actual, int predicted) {
        return counts[actual * classes + predicted];
    }

    /** {@return the share of right ones among those taken for {@code c}; 0 if there are none} */
    public double precision(int c) {
        return taken(c) == 0 ? 0 : (double) count(c, c) / taken(c);
    }

    /** {@return the share of those of class {@code c} that were taken for it; 0 if there are none} */
    public double recall(int c) {
        return samples(c) == 0 ? 0 : (double) count(c, c) / samples(c);
    }

    /** {@return {@code 2 precision recall / (precision + recall)}; 0 if both are 0} */
    public double f1(int c) {
        double sum = precision(c) + recall(c);
        return sum == 0 ? 0 : 2 * precision(c) * recall(c) / sum;
    }

    /** {@return the mean of {@link #f1} over all classes that occur, as targets or as outputs} */
    public double macroF1() {
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < classes; c++) {
            if (samples(c) + taken(c) > 0) {
                sum += f1(c);
                occurring++;
            }
        }
        return sum / occurring;
    }

    private long taken(int c) {
        long all = 0;
        for (int actual = 0; actual < classes; actual++) {
            all += count(actual, c);
        }
        return all;
    }

    private long samples(int c) {
        long all = 0;
        for (int predicted = 0; predicted < classes; predicted++) {
            all += count(c, predicted);
        }
        return all;
    }

    @Override
    public double value() {
        long right = 0;
        long all = 0;
        for (int c = 0; c < classes; c++) {
            right += count(c, c);
            all += samples(c);
        }
        return (double) right / all;
    }

    /** {@return the counts as text: a line for each actual class, a column for each predicted one} */
    @Override
    public String toString() {
        int width = 1
                + Long.toString(Math.max(classes, Arrays.stream(counts).max().orElse(0)))
                        .length();
        StringBuilder text = new StringBuilder();
        for (int actual = 0; actual < classes; actual++) {
            for (int predicted = 0; predicted < classes; predicted++) {
                text.append(String.format("%" + width + "d", count(actual, predicted)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
