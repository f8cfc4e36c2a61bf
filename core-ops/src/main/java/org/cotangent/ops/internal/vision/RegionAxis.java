package org.cotangent.ops.internal.vision;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * The samples of RoiAlign along one axis, in the words of ONNX.
 *
 * @param taps [regions, bins, samples, 2], without the share of a sample in its bin
 * @param real bool, whether the sample is one of the region, to broadcast to the taps
 * @param count how many samples a bin has, at least 1, [regions, 1, 1, 1]
 */
record RegionAxis(Taps taps, Value real, Value count) {
    /** Samples on two elements around an image, and two on either side, and one for rounding. */
    private static final double SLACK = 9;

    /**
     * {@return the samples of regions along the axis of an image}
     *
     * @param start of the regions, [regions, 1, 1], counted in elements
     * @param length of the regions, likewise
     * @param size of the axis, int64
     */
    public static RegionAxis of(Formulas f, Attributes attributes, Value start, Value length, int bins, Value size) {
        DType dtype = start.dtype();
        Value bin = f.div(length, f.scalar(dtype, bins));
        int ratio = Math.toIntExact(attributes.integer("sampling_ratio"));
        Value wanted = ratio > 0 ? f.expandLike(f.scalar(dtype, ratio), bin) : f.op("Ceil", bin);
        Value count = f.op("Max", wanted, f.scalar(dtype, 1));
        Value first = f.add(start, f.mul(f.reshape(f.cast(f.range(bins), dtype), bins, 1), bin));
        Value samples = ratio > 0
                ? f.cast(f.range(ratio), dtype)
                : samples(f, wanted, first, f.div(bin, count), f.squeeze(f.cast(size, dtype), 0));
        Value place = f.add(first, f.div(f.mul(f.add(samples, 0.5), bin), count));
        Value real = f.less(samples, wanted);
        return new RegionAxis(taps(f, place, size), f.unsqueeze(real, 3), f.unsqueeze(count, 3));
    }

    /**
     * {@return the numbers of the samples of each bin, but not of those far outside the image}
     *
     * <p>Two samples before the image come first, if there are, and there is room for two behind it. They are at most
     * one and at least half an element apart. There is always one, which need not be one of the bin.
     */
    private static Value samples(Formulas f, Value wanted, Value first, Value distance, Value size) {
        Value zero = f.scalarLike(wanted, 0);
        Value most = f.op("Max", f.reduceMax(wanted, false), f.scalarLike(wanted, 1));
        Value visible = f.op("Min", most, f.add(f.mul(size, 2), SLACK));
        Value numbers = f.op("Range", f.scalar(DType.INT64, 0), f.cast(visible, DType.INT64), f.scalar(DType.INT64, 1));
        Value positive = f.where(f.greater(distance, zero), distance, f.scalarLike(distance, 1));
        Value before = f.op("Floor", f.div(f.sub(-1, first), positive));
        Value skipped = f.op("Clip", f.add(before, -2), zero, most);
        return f.add(skipped, f.cast(numbers, wanted.dtype()));
    }

    /** The neighbours of places up to one element beyond the ends, where the last element continues. */
    private static Taps taps(Formulas f, Value place, Value size) {
        Value length = f.squeeze(f.cast(size, place.dtype()), 0);
        Value last = f.add(length, -1);
        Value inside = f.and(f.lessOrEqual(f.scalarLike(place, -1), place), f.lessOrEqual(place, length));
        Value clipped = f.op("Clip", place, f.scalarLike(place, 0), last);
        Value before = f.op("Floor", clipped);
        Value fraction = f.where(f.less(before, last), f.sub(clipped, before), f.scalarLike(place, 0));
        Value distance = f.unsqueeze(fraction, 3);
        Value weights = f.add(f.mul(distance, pair(place.dtype(), f, -1, 1)), pair(place.dtype(), f, 1, 0));
        Value both = f.op("Min", f.add(f.unsqueeze(before, 3), pair(place.dtype(), f, 0, 1)), last);
        return new Taps(f.cast(both, DType.INT64), weights, f.unsqueeze(inside, 3));
    }

    private static Value pair(DType dtype, Formulas f, double one, double other) {
        return f.constant(Tensor.of(dtype, new double[] {one, other}, 2));
    }
}
