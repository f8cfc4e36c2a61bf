package org.cotangent.ops.internal.quant;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** What the products of eight bit integers share. */
public final class IntegerProduct {
    private IntegerProduct() {}

    /** {@return int8, uint8 and the floats of eight bits} */
    public static TypeVariable bytesAndFloats(String name) {
        return TypeVariable.of(
                name,
                DType.INT8,
                DType.UINT8,
                DType.FLOAT8E4M3FN,
                DType.FLOAT8E4M3FNUZ,
                DType.FLOAT8E5M2,
                DType.FLOAT8E5M2FNUZ);
    }

    /** {@return int8 and uint8} */
    public static TypeVariable bytes(String name) {
        Set<DType> allowed = new LinkedHashSet<>();
        allowed.add(DType.INT8);
        allowed.add(DType.UINT8);
        return TypeVariable.of(name, allowed);
    }

    /**
     * {@return the integers minus their zero points, in a type that holds them and their products exactly}
     *
     * @param zeroPoint broadcasts to x; null for none
     */
    public static Value shifted(Formulas f, Value x, @Nullable Value zeroPoint, DType exact) {
        Value wide = f.cast(x, exact);
        return zeroPoint == null ? wide : f.sub(wide, f.cast(zeroPoint, exact));
    }

    /** Throws {@link ShapeException} unless a scale or zero point is a scalar or a vector of so many numbers. */
    public static void check(Inference call, int input, Dim numbers) {
        check(call, input, numbers, Shape.scalar());
    }

    /** The same, except that it may have more axes if it broadcasts to this shape. */
    public static void check(Inference call, int input, Dim numbers, Shape whole) {
        Shape shape = call.has(input) ? call.shape(input) : Shape.scalar();
        if (shape.rank() > 1
                && (shape.rank() > whole.rank() || !shape.broadcast(whole).equals(whole))) {
            throw new ShapeException("input " + input + " of shape " + shape + " must be a scalar, a vector"
                    + (whole.rank() < 2 ? "" : ", or broadcast to " + whole));
        }
        if (shape.rank() != 1) {
            return;
        }
        Dim given = shape.dim(0);
        if (given.isKnown() && numbers.isKnown() && !given.is(1) && !given.equals(numbers)) {
            throw new ShapeException(
                    "zero points of input " + input + " are " + given + "; there must be 1 or " + numbers);
        }
    }

    /**
     * {@return {@code saturate(round(sum * scale) + zeroPoint)} in the type of the zero point, ties to even; narrow
     * floats are rounded once}
     *
     * @param scale broadcasts to the sum
     */
    public static Value requantized(Formulas f, Value sum, Value scale, Value zeroPoint) {
        Value real = f.mul(f.cast(sum, DType.FLOAT), f.cast(scale, DType.FLOAT));
        DType codes = zeroPoint.dtype();
        Value offset = f.cast(zeroPoint, DType.FLOAT);
        if (!codes.isInteger()) {
            return f.cast(f.add(real, offset), codes);
        }
        double[] range = Quantized.range(codes);
        Value low = f.scalar(DType.FLOAT, range[0]);
        Value high = f.scalar(DType.FLOAT, range[1]);
        return f.cast(f.op("Clip", f.add(f.op("Round", real), offset), low, high), codes);
    }

    /** {@return numbers per output channel of a convolution, with axes of size 1 behind them; scalars as they are} */
    public static Value perChannel(Formulas f, Value x, int spatialAxes) {
        return x.shape().rank() == 1 && !x.shape().dim(0).is(1)
                ? f.unsqueeze(x, LongStream.rangeClosed(1, spatialAxes).toArray())
                : x;
    }

    /** {@return the zero points of rows: a vector has one for each row} */
    public static Value perRow(Formulas f, Value x, Value zeroPoint) {
        return x.shape().rank() > 1
                        && zeroPoint.shape().rank() == 1
                        && !zeroPoint.shape().dim(0).is(1)
                ? f.unsqueeze(zeroPoint, 1)
                : zeroPoint;
    }
}
