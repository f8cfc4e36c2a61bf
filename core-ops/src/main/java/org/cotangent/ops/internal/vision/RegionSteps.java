package org.cotangent.ops.internal.vision;

import java.util.Arrays;

/**
 * Where along one axis the samples of a region are: for each sample two elements and their weights. Samples outside the
 * image are only counted.
 */
final class RegionSteps {
    private final int bins;
    private final int ratio;
    private final boolean half;
    private final boolean single;
    private final int[] ends;
    private double count;
    private long[] places = new long[64];
    private double[] weights = new double[64];
    private int taps;

    /**
     * @param ratio samples per bin, 0 for as many as it has elements
     * @param half whether elements are at halves
     * @param single whether it is computed in float32
     */
    RegionSteps(int bins, int ratio, boolean half, boolean single) {
        this.bins = bins;
        this.ratio = ratio;
        this.half = half;
        this.single = single;
        this.ends = new int[bins + 1];
    }

    private double rounded(double value) {
        return single ? (float) value : value;
    }

    /** Cuts the region from {@code start} to {@code end} of an axis of {@code size} elements. */
    void cut(double start, double end, long size) {
        double first = half ? rounded(start - 0.5) : start;
        double last = half ? rounded(end - 0.5) : end;
        double length = half ? rounded(last - first) : Math.max(rounded(last - first), 1);
        double bin = rounded(length / bins);
        count = Math.max(0, ratio > 0 ? ratio : Math.ceil(bin));
        taps = 0;
        for (int i = 0; i < bins; i++) {
            double begin = rounded(first + rounded(i * bin));
            boolean ascending = ratio == 0 && bin > 0;
            double k = ascending ? Math.max(0, Math.floor((-1 - begin) / (bin / count)) - 2) : 0;
            for (boolean before = true; k < count && before; k++) {
                double place = rounded(begin + rounded(rounded((k + 0.5) * bin) / count));
                if (place >= -1 && place <= size) {
                    put(Math.clamp(place, 0.0, size - 1.0), size);
                }
                before = !ascending || place <= size;
            }
            ends[i + 1] = taps;
        }
    }

    private void put(double place, long size) {
        if (taps == places.length) {
            places = Arrays.copyOf(places, 2 * taps);
            weights = Arrays.copyOf(weights, 2 * taps);
        }
        long before = (long) place;
        places[taps] = before;
        weights[taps++] = 1 - (place - before);
        places[taps] = Math.min(before + 1, size - 1);
        weights[taps++] = place - before;
    }

    /** {@return how many samples a bin has} */
    double count() {
        return count;
    }

    /** {@return the first tap of a bin} */
    int begin(int bin) {
        return ends[bin];
    }

    /** {@return the tap behind the last one of a bin} */
    int end(int bin) {
        return ends[bin + 1];
    }

    /** {@return whether samples of the bin are outside the image} */
    boolean reachesOut(int bin) {
        return end(bin) - begin(bin) < 2 * count;
    }

    long place(int tap) {
        return places[tap];
    }

    double weight(int tap) {
        return weights[tap];
    }
}
