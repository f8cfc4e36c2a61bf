package org.cotangent.bench.torch;

import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.tensor.Tensor;

/** How far tensors are from others: the largest difference by the largest magnitude of the others. */
final class Difference {
    private Difference() {}

    static double of(Tensor actual, Tensor expected) {
        double worst = 0;
        double largest = 1e-30;
        for (long i = 0; i < expected.elements(); i++) {
            double difference = Math.abs(actual.getDouble(i) - expected.getDouble(i));
            worst = difference <= worst ? worst : difference;
            largest = Math.max(largest, Math.abs(expected.getDouble(i)));
        }
        return worst / largest;
    }

    /** {@return the largest difference of any} */
    static double of(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        return expected.entrySet().stream()
                .mapToDouble(entry ->
                        of(Objects.requireNonNull(actual.get(entry.getKey()), entry.getKey()), entry.getValue()))
                .reduce(0, (a, b) -> b <= a ? a : b);
    }
}
