package org.cotangent.train.metric;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Tensor;

/**
 * Outputs [N, C, d...] as scores of C classes at N times d... places, with targets, the right classes, [N, d...].
 *
 * <p>A place whose target is negative counts for nothing, as for the losses.
 */
final class ClassScores {
    private final Tensor scores;
    private final Tensor targets;
    private final long inner;
    private final int classes;

    ClassScores(Tensor scores, Tensor targets) {
        this.scores = scores;
        this.targets = targets;
        if (scores.rank() < 2 || !scores.shape().without(1).equals(targets.shape())) {
            throw new ShapeException("scores " + scores.type() + " and classes " + targets.type()
                    + " do not fit together: scores are [N, C, ...], classes [N, ...]");
        }
        this.classes = (int) scores.size(1);
        this.inner = scores.elements() == 0 ? 0 : scores.elements() / scores.size(0) / classes;
    }

    long places() {
        return inner == 0 ? 0 : targets.elements();
    }

    int classes() {
        return classes;
    }

    /** {@return whether the place counts} */
    boolean counts(long place) {
        return targets.getLong(place) >= 0;
    }

    /** {@return the right class} Throws {@link ShapeException} if there is no such class. */
    int target(long place) {
        long target = targets.getLong(place);
        if (target >= classes) {
            throw new ShapeException("class " + target + " is none of the " + classes + " that there are scores of");
        }
        return (int) target;
    }

    double score(long place, int c) {
        return scores.getDouble((place / inner * classes + c) * inner + place % inner);
    }

    /** {@return the class with the highest score, the first of equals; a NaN is the highest} */
    int best(long place) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (Double.compare(score(place, c), score(place, best)) > 0) {
                best = c;
            }
        }
        return best;
    }
}
