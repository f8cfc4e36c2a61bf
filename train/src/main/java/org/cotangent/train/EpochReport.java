package org.cotangent.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What came out of an epoch.
 *
 * @param epoch counted from 0
 * @param steps all steps up to its end
 * @param loss the mean loss of its steps, each before its update; NaN if there were none
 * @param learningRate of its last step
 * @param metrics the figures of the validation, by name
 */
public record EpochReport(
        int epoch, long steps, double loss, double learningRate, SequencedMap<String, Double> metrics) {
    public EpochReport {
        metrics = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metrics));
    }
}
