package org.cotangent.train;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a training went. Nothing in it depends on time, so that a run that was broken off and resumed has the same
 * history as one that was not.
 *
 * @param epochs one after the other
 * @param best the number of the best epoch by the rule of early stopping; empty without one
 * @param stoppedEarly whether that rule ended the training
 */
public record History(List<EpochReport> epochs, OptionalInt best, boolean stoppedEarly) {
    public History {
        epochs = List.copyOf(epochs);
    }

    /** {@return the mean loss of each epoch} */
    public double[] losses() {
        return epochs.stream().mapToDouble(EpochReport::loss).toArray();
    }

    /** {@return a figure of the validation after each epoch; NaN where it was not measured} */
    public double[] metric(String name) {
        return epochs.stream()
                .mapToDouble(epoch -> epoch.metrics().getOrDefault(name, Double.NaN))
                .toArray();
    }
}
