package org.cotangent.ops.internal.resize;

import java.util.Arrays;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * A sparse matrix that makes the places of one axis from those of another: place {@code i} of the result is the sum of
 * {@code weights[k]} times place {@code places[k]} of the source for {@code starts[i] <= k < starts[i + 1]}.
 *
 * @param sources how many places the source has
 * @param outside for each place of the result, whether it lies outside the source and takes a fixed value
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Interpolation(int sources, int[] starts, int[] places, double[] weights, boolean[] outside) {
    int results() {
        return starts.length - 1;
    }

    /** {@return the matrix, dense} */
    Tensor matrix() {
        Tensor matrix = Tensor.allocate(DType.DOUBLE, results(), sources);
        for (int i = 0; i < results(); i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                long place = (long) i * sources + places[k];
                matrix.setDouble(place, matrix.getDouble(place) + weights[k]);
            }
        }
        return matrix;
    }

    /** {@return the transposed matrix} What lies outside comes from nowhere. */
    Interpolation transposed() {
        int[] counts = new int[sources + 1];
        for (int place : places) {
            counts[place + 1]++;
        }
        Arrays.parallelPrefix(counts, Integer::sum);
        int[] next = counts.clone();
        int[] rows = new int[places.length];
        double[] turned = new double[places.length];
        for (int i = 0; i < results(); i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                int slot = next[places[k]]++;
                rows[slot] = i;
                turned[slot] = weights[k];
            }
        }
        return new Interpolation(results(), counts, rows, turned, new boolean[sources]);
    }

    /** Collects the rows of an interpolation. */
    static final class Builder {
        private final int sources;
        private final int[] starts;
        private final boolean[] outside;
        private int[] places = new int[16];
        private double[] weights = new double[16];
        private int row;
        private int count;

        Builder(int sources, int results) {
            this.sources = sources;
            this.starts = new int[results + 1];
            this.outside = new boolean[results];
        }

        /** Adds a term to the current row; places beyond the ends are those at the ends. */
        void add(long place, double weight) {
            int clamped = (int) Math.clamp(place, 0L, sources - 1L);
            if (weight == 0) {
                return;
            }
            if (count > starts[row] && places[count - 1] == clamped) {
                weights[count - 1] += weight;
                return;
            }
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
                weights = Arrays.copyOf(weights, 2 * count);
            }
            places[count] = clamped;
            weights[count++] = weight;
        }

        /** Divides the current row by the sum of its weights. */
        void normalize() {
            double sum = 0;
            for (int k = starts[row]; k < count; k++) {
                sum += weights[k];
            }
            for (int k = starts[row]; k < count && sum != 0; k++) {
                weights[k] /= sum;
            }
        }

        void markOutside() {
            outside[row] = true;
        }

        void endRow() {
            starts[++row] = count;
        }

        Interpolation build() {
            return new Interpolation(
                    sources, starts, Arrays.copyOf(places, count), Arrays.copyOf(weights, count), outside);
        }
    }
}
