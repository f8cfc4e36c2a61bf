package org.cotangent.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
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

    /** {@return the norm of the difference by the norm of the others; infinite between different sizes} */
    public static double ofNorms(Tensor actual, Tensor expected) {
        if (!Arrays.equals(actual.sizes(), expected.sizes())) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double norm = 1e-60;
        for (long i = 0; i < expected.elements(); i++) {
            double distance = actual.getDouble(i) - expected.getDouble(i);
            difference += distance * distance;
            norm += expected.getDouble(i) * expected.getDouble(i);
        }
        return Math.sqrt(difference / norm);
    }

    /** {@return the largest difference of any; infinite if one is missing} */
    public static double of(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        return worst(actual, expected, Difference::of);
    }

    /** {@return the largest {@linkplain #ofNorms(Tensor, Tensor) difference by norms}; infinite if one is missing} */
    public static double ofNorms(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        return worst(actual, expected, Difference::ofNorms);
    }

    private static double worst(
            Map<String, Tensor> actual, Map<String, Tensor> expected, ToDoubleBiFunction<Tensor, Tensor> measure) {
        double worst = 0;
        for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
            Tensor tensor = actual.get(entry.getKey());
            worst = Math.max(
                    worst, tensor == null ? Double.POSITIVE_INFINITY : measure.applyAsDouble(tensor, entry.getValue()));
        }
        return worst;
    }
}
