package org.cotangent.train.metric;

/**
 * The share of samples whose class has the highest score. Outputs are scores [N, C, d...], targets classes [N, d...];
 * negative targets do not count. The same as {@link TopK} for 1.
 */
public record Accuracy() implements Metric {
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
        return new TopK(1).start();
    }
}
