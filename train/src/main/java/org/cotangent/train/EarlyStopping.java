package org.cotangent.train;

/**
 * Ends training when a figure of the validation has not become better for some epochs.
 *
 * @param metric the name of one of the metrics of the validation
 * @param patience how many epochs in a row may bring nothing better
 * @param minDelta how much better than the best one before a figure must be to count as better
 * @param restoresBest whether the training is put back to where it stood after its best epoch
 */
public record EarlyStopping(String metric, int patience, double minDelta, boolean restoresBest) {
    public EarlyStopping {
        if (patience < 1 || !(minDelta >= 0)) {
            throw new IllegalArgumentException("a patience of " + patience + " epochs and a difference of " + minDelta
                    + " make no rule; they must be at least 1 and 0");
        }
    }

    /** {@return a rule that takes any improvement, and puts the best state back} */
    public static EarlyStopping on(String metric, int patience) {
        return new EarlyStopping(metric, patience, 0, true);
    }

    /**
     * {@return whether a figure is better than the best one before; NaN never is, and everything is better than NaN}
     */
    boolean isBetter(double figure, double best, boolean increases) {
        double gain = increases ? figure - best : best - figure;
        return !Double.isNaN(figure) && (Double.isNaN(best) || gain > minDelta);
    }
}
