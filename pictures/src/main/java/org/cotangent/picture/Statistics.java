package org.cotangent.picture;

import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the elements of a tensor are like. Elements that are not finite are counted and otherwise left out; where none
 * is finite, least, greatest, mean and deviation are NaN.
 *
 * @param count of all elements
 * @param infinite how many are not finite
 * @param zeros how many are zero
 * @param deviation the standard deviation
 * @param histogram how many lie in each of equal parts of the range from {@code min} to {@code max}
 */
record Statistics(
        long count,
        long infinite,
        long zeros,
        double min,
        double max,
        double mean,
        double deviation,
        long[] histogram) {
    private static final int BINS = 48;

    /** {@return whether there is a finite element} */
    boolean hasFinite() {
        return infinite < count;
    }

    /** {@return the statistics; null if there are no elements, or they are no real numbers} */
    static @Nullable Statistics of(Tensor tensor) {
        return switch (tensor.dtype().kind()) {
            case TEXT, COMPLEX -> null;
            default -> tensor.elements() == 0 ? null : ofNumbers(tensor);
        };
    }

    private static Statistics ofNumbers(Tensor tensor) {
        long finite = 0;
        long zeros = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double mean = 0;
        double squares = 0;
        for (long i = 0; i < tensor.elements(); i++) {
            double value = tensor.getDouble(i);
            if (Double.isFinite(value)) {
                finite++;
                zeros += value == 0 ? 1 : 0;
                min = Math.min(min, value);
                max = Math.max(max, value);
                double difference = value - mean;
                mean += difference / finite;
                squares += difference * (value - mean);
            }
        }
        boolean none = finite == 0;
        return new Statistics(
                tensor.elements(),
                tensor.elements() - finite,
                zeros,
                none ? Double.NaN : min,
                none ? Double.NaN : max,
                none ? Double.NaN : mean,
                Math.sqrt(squares / finite),
                histogram(tensor, min, max));
    }

    private static long[] histogram(Tensor tensor, double min, double max) {
        long[] bins = new long[BINS];
        // Halves, so that the range of the largest numbers does not overflow.
        double range = max / 2 - min / 2;
        for (long i = 0; i < tensor.elements(); i++) {
            double value = tensor.getDouble(i);
            if (Double.isFinite(value)) {
                double part = range == 0 ? 0.5 : (value / 2 - min / 2) / range;
                bins[(int) Math.min(BINS - 1, part * BINS)]++;
            }
        }
        return bins;
    }
}
