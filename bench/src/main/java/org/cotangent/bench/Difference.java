package org.cotangent.bench;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.spi.tensor.Tensor;

/** How far tensors are from others: the largest difference by the largest magnitude of the others. */
public final class Difference {
    private Difference() {}

    /** {@return the difference; infinite between different sizes, NaN if either holds a NaN} */
    public static double of(Tensor actual, Tensor expected) {
        if (!Arrays.equals(actual.sizes(), expected.sizes())) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        double largest = 1e-30;
        for (long i = 0; i < expected.elements(); i++) {
            worst = Math.max(worst, Math.abs(actual.getDouble(i) - expected.getDouble(i)));
            largest = Math.max(largest, Math.abs(expected.getDouble(i)));
        }
        return worst / largest;
    }

    /** {@return the largest difference of any; infinite if one is missing} */
    public static double of(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        double worst = 0;
        for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
            Tensor tensor = actual.get(entry.getKey());
            worst = Math.max(worst, tensor == null ? Double.POSITIVE_INFINITY : of(tensor, entry.getValue()));
        }
        return worst;
    }
}
