package org.cotangent.ops.internal;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of {@code (x - mean(x)) r} with {@code r = 1 / sqrt(variance(x) + epsilon)}, and of the mean and r, over
 * some axes.
 *
 * @param normalized {@code (x - mean) r}, or {@code x r} where the mean is not subtracted
 * @param inverse {@code r}, with axes of size 1
 * @param centred whether the mean is subtracted
 */
@SuppressWarnings("ArrayRecordComponent") // read once
public record Standardization(Value normalized, Value inverse, boolean centred, long[] axes) {

    /** {@return float64 for float64, float32 for all narrower types: what statistics are computed in} */
    public static DType computed(DType dtype) {
        return dtype == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
    }

    /** {@return the cotangent of x that belongs to a cotangent of the normalised values} */
    public Value pull(Formulas f, Value u) {
        Value along = f.mul(normalized, f.reduceMean(f.mul(u, normalized), true, axes));
        Value centredPart = centred ? f.sub(u, f.reduceMean(u, true, axes)) : u;
        return f.mul(inverse, f.sub(centredPart, along));
    }

    /** {@return the cotangent of x that belongs to cotangents of the mean and of r, null if both vanish} */
    public @Nullable Value pullStatistics(Formulas f, Tangent ofMean, Tangent ofInverse) {
        Value sum = null;
        if (ofMean instanceof Tangent.Of(Value u)) {
            sum = f.div(f.cast(u, normalized.dtype()), count(f));
        }
        if (ofInverse instanceof Tangent.Of(Value u)) {
            Value factor = f.div(f.mul(f.cast(u, normalized.dtype()), f.square(inverse)), count(f));
            Value part = f.neg(f.mul(factor, normalized));
            sum = sum == null ? part : f.add(sum, part);
        }
        return sum == null ? null : f.expandLike(sum, normalized);
    }

    /** {@return the number of elements that are normalised together, as a scalar} */
    public Value count(Formulas f) {
        Dim count = Dim.of(1);
        for (long axis : axes) {
            count = count.times(normalized.shape().dim((int) axis));
        }
        return count.isKnown()
                ? f.scalarLike(normalized, (double) count.size())
                : f.reduceSum(f.onesLike(normalized), true, axes);
    }
}
