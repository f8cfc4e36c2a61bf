package org.cotangent.ops.internal;

/** Where along one axis the samples of a region are: for each sample two elements and their weights. */
final class RegionSteps {
    private final int bins;
    private final int ratio;
    private final boolean half;
    private final boolean single;
    private int count;
    private long[] places;
    private double[] weights;

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
        places = new long[2 * bins * Math.max(1, ratio)];
        weights = new double[places.length];
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
        count = Math.max(0, ratio > 0 ? ratio : (int) Math.ceil(bin));
        int needed = Math.multiplyExact(2 * bins, count);
        if (places.length < needed) {
            places = new long[needed];
            weights = new double[needed];
        }
        for (int i = 0; i < bins; i++) {
            double begin = rounded(first + rounded(i * bin));
            for (int k = 0; k < count; k++) {
                put(2 * (i * count + k), rounded(begin + rounded(rounded((k + 0.5) * bin) / count)), size);
            }
        }
    }

    private void put(int at, double place, long size) {
        boolean inside = place >= -1 && place <= size;
        double clipped = Math.clamp(place, 0.0, size - 1.0);
        long before = inside ? (long) clipped : 0;
        places[at] = before;
        places[at + 1] = Math.min(before + 1, size - 1);
        weights[at] = inside ? 1 - (clipped - before) : 0;
        weights[at + 1] = inside ? clipped - before : 0;
    }

    /** {@return how many samples a bin has} */
    int count() {
        return count;
    }

    long place(int tap) {
        return places[tap];
    }

    double weight(int tap) {
        return weights[tap];
    }
}
