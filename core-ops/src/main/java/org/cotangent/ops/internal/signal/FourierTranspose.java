package org.cotangent.ops.internal.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of a discrete Fourier transform, as a map of real and imaginary parts: again a transform, in the other
 * direction and without its factor, and zeros where elements were left out.
 */
public final class FourierTranspose {
    private final Formulas f;
    private final Point at;
    private final int axis;
    /** The length of the transform, an int64 scalar. */
    private final Value length;

    private FourierTranspose(Formulas f, Point at) {
        this.f = f;
        this.at = at;
        @Nullable Tensor given = at.has(2) ? f.emitter().constantOf(at.input(2)) : null;
        if (at.has(2) && given == null) {
            throw new UnsupportedException("the axis of a DFT must be constant where it is differentiated");
        }
        this.axis = FourierShape.axis(at.shape(0), given);
        this.length = length();
    }

    /** {@return the cotangent of the signal} */
    public static Value of(Formulas f, Point at, Value cotangent) {
        return new FourierTranspose(f, at).apply(cotangent);
    }

    private Value length() {
        if (at.has(1)) {
            return f.reshape(f.cast(at.input(1), DType.INT64));
        }
        Value size = f.squeeze(f.sizeOf(at.input(0), axis), 0);
        Value two = f.scalar(DType.INT64, 2);
        return FourierShape.isToReal(at.attributes()) ? f.mul(f.sub(size, f.scalar(DType.INT64, 1)), two) : size;
    }

    private Value apply(Value u) {
        boolean inverse = at.attributes().flag("inverse");
        boolean toReal = FourierShape.isToReal(at.attributes());
        Attributes back = Attributes.of("inverse", inverse ? 0 : 1).with("onesided", toReal ? 1 : 0);
        Value transformed = f.op("DFT", back, u, length, f.constant(Tensor.scalar((long) axis)));
        Value factor = f.cast(length, u.dtype());
        Value scaled = inverse ? f.div(transformed, factor) : f.mul(transformed, factor);
        Value fitted = fitted(toReal ? f.mul(scaled, multiplicity(u.dtype())) : scaled);
        Dim parts = at.shape(0).dim(at.shape(0).rank() - 1);
        return parts.is(1) ? f.slice(fitted, at.shape(0).rank() - 1, 0, 1) : fitted;
    }

    /** {@return how often each frequency of a half spectrum stands in the whole one, broadcast from the axis on} */
    private Value multiplicity(DType dtype) {
        Value two = f.scalar(DType.INT64, 2);
        Value one = f.scalar(DType.INT64, 1);
        Value zero = f.scalar(DType.INT64, 0);
        Value frequencies = f.op("Range", zero, f.add(f.div(length, two), one), one);
        Value single = f.or(f.equal(frequencies, zero), f.equal(f.mul(frequencies, two), length));
        Value count = f.where(single, f.scalar(dtype, 1), f.scalar(dtype, 2));
        return f.unsqueeze(count, LongStream.range(1, at.shape(0).rank() - axis).toArray());
    }

    /** {@return {@code x} with the size of the signal along the axis: cut, or continued by zeros} */
    private Value fitted(Value x) {
        Dim size = x.shape().dim(axis);
        Dim wanted = at.shape(0).dim(axis);
        if (size.equals(wanted)) {
            return x;
        }
        Value target = f.sizeOf(at.input(0), axis);
        Value padded = x;
        if (!size.isKnown() || !wanted.isKnown() || size.size() < wanted.size()) {
            List<Value> pads = new ArrayList<>(List.of(f.integers(0), target));
            padded = f.op("Pad", x, f.concat(0, pads), null, f.integers(axis));
        }
        return f.op("Slice", padded, f.integers(0), target, f.integers(axis));
    }
}
