package org.cotangent.ops.internal.normalization;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of {@code (x - mean(x)) r} with {@code r = 1 / sqrt(variance(x) + epsilon)}, and of the mean and r,
 * over some axes.
 *
 * @param normalized {@code (x - mean) r}, or {@code x r} where the mean is not subtracted
 * @param inverse {@code r}, with axes of size 1
 * @param centred whether the mean is subtracted
 */
@SuppressWarnings("ArrayRecordComponent") // read once
public record Standardization(Value normalized, Value inverse, boolean centred, long[] axes) {

    /**
     * {@return the standardization of values over these axes}
     *
     * @param values {@code x - mean(x)}, or {@code x} itself where the mean is not subtracted
     */
    public static Standardization of(Formulas f, Value values, boolean centred, long[] axes, float epsilon) {
        Value variance = f.reduceMean(f.square(values), true, axes);
        Value inverse = f.reciprocal(f.sqrt(f.add(variance, epsilon)));
        return new Standardization(f.mul(values, inverse), inverse, centred, axes);
    }

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

    /**
     * {@return the cotangents of x and of a scale, inputs 0 and 1 of the call, for an output {@code scale *
     * normalized}}
     *
     * @param ofMean the cotangent of the mean as an output
     * @param ofInverse that of r as an output
     * @param standard what is only computed if one of them is wanted
     */
    public static List<Tangent> cotangents(
            Formulas f,
            Point at,
            Set<Integer> wanted,
            Tangent ofY,
            Tangent ofMean,
            Tangent ofInverse,
            Supplier<Standardization> standard) {
        Value u = ofY instanceof Tangent.Of(Value cotangent) ? f.cast(cotangent, computed(at.dtype(0))) : null;
        if (!wanted.contains(0) && (u == null || !wanted.contains(1))) {
            return List.of(Tangent.zero(), Tangent.zero());
        }
        Standardization known = standard.get();
        Tangent toScale = u != null && wanted.contains(1)
                ? Tangent.of(f.cast(f.mul(u, known.normalized()), at.dtype(1)))
                : Tangent.zero();
        if (!wanted.contains(0)) {
            return List.of(Tangent.zero(), toScale);
        }
        Value dx = known.pullStatistics(f, ofMean, ofInverse);
        if (u != null) {
            Value part = known.pull(f, f.mul(u, f.cast(at.input(1), u.dtype())));
            dx = dx == null ? part : f.add(dx, part);
        }
        return List.of(dx == null ? Tangent.zero() : Tangent.of(f.cast(dx, at.dtype(0))), toScale);
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
