package org.cotangent.train;

import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.train.data.BatchSource;
import org.cotangent.train.metric.Metric;
import org.jspecify.annotations.Nullable;

/**
 * What a model is measured by after each epoch.
 *
 * @param batches their first epoch is taken each time
 * @param metrics the figures, with different names
 * @param graph the model as it is to be measured, such as without dropout; null if as it is trained
 */
public record Validation(
        BatchSource batches, List<Metric> metrics, @Nullable Graph graph) {
    public Validation {
        metrics = List.copyOf(metrics);
    }

    /** {@return a validation of the model as it is trained} */
    public static Validation of(BatchSource batches, Metric... metrics) {
        return new Validation(batches, List.of(metrics), null);
    }

    /** {@return this validation with another form of the model, whose initializers have the same names} */
    public Validation withGraph(Graph other) {
        return new Validation(batches, metrics, other);
    }
}
