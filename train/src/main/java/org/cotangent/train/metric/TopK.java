package org.cotangent.train.metric;

import org.cotangent.spi.tensor.Tensor;

/**
 * The share of samples whose class is among the k with the highest scores; of equal scores the earlier class is the
 * higher. Outputs are scores [N, C, d...], targets classes [N, d...]; negative targets do not count.
 */
public record TopK(int k) implements Metric {
    public TopK {
        if (k < 1) {
            throw new IllegalArgumentException("there are no " + k + " highest scores");
        }
    }

    @Override
    public String name() {
        return k == 1 ? "accuracy" : "top-" + k;
    }

    @Override
    public boolean increases() {
        return true;
    }

    @Override
    public Accumulator start() {
        return new Accumulator() {
            private long hits;
            private long count;

            @Override
            public void add(Tensor output, Tensor targets, double loss) {
                ClassScores scores = new ClassScores(output, targets);
                for (long place = 0; place < scores.places(); place++) {
                    if (scores.counts(place)) {
                        count++;
                        hits += rank(scores, place) < k ? 1 : 0;
                    }
                }
            }

            @Override
            public double value() {
                return (double) hits / count;
            }
        };
    }

    /** {@return how many classes have a higher score than the right one} */
    private static int rank(ClassScores scores, long place) {
        int target = scores.target(place);
        double score = scores.score(place, target);
        int rank = 0;
        for (int c = 0; c < scores.classes(); c++) {
            int order = Double.compare(scores.score(place, c), score);
            rank += order > 0 || (order == 0 && c < target) ? 1 : 0;
        }
        return rank;
    }
}
