package org.cotangent.ops;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;

/** Functions along axes, beside those of {@link Formulas}. Reductions without axes are over all. */
public record AxisOps(Formulas f) {
    public Value min(Value x, boolean keepDims, long... axes) {
        return f.reduce("ReduceMin", x, keepDims, axes);
    }

    public Value product(Value x, boolean keepDims, long... axes) {
        return f.reduce("ReduceProd", x, keepDims, axes);
    }

    /** {@return the sum of absolute values} */
    public Value l1(Value x, boolean keepDims, long... axes) {
        return f.reduce("ReduceL1", x, keepDims, axes);
    }

    /** {@return the root of the sum of squares} */
    public Value l2(Value x, boolean keepDims, long... axes) {
        return f.reduce("ReduceL2", x, keepDims, axes);
    }

    public Value sumSquare(Value x, boolean keepDims, long... axes) {
        return f.reduce("ReduceSumSquare", x, keepDims, axes);
    }

    public Value logSumExp(Value x, boolean keepDims, long... axes) {
        return f.reduce("ReduceLogSumExp", x, keepDims, axes);
    }

    /** {@return the mean of the squares of the distances from the mean} */
    public Value variance(Value x, boolean keepDims, long... axes) {
        return f.reduceMean(f.square(f.sub(x, f.reduceMean(x, true, axes))), keepDims, axes);
    }

    /** {@return the index of the first largest element} */
    public Value argMax(Value x, long axis, boolean keepDims) {
        return f.op("ArgMax", Attributes.of("axis", axis).with("keepdims", keepDims ? 1 : 0), x);
    }

    /** {@return the index of the first smallest element} */
    public Value argMin(Value x, long axis, boolean keepDims) {
        return f.op("ArgMin", Attributes.of("axis", axis).with("keepdims", keepDims ? 1 : 0), x);
    }

    /** {@return the sums of all beginnings} */
    public Value cumSum(Value x, long axis) {
        return f.op("CumSum", x, f.constant(Tensor.scalar(axis)));
    }

    /** {@return the products of all beginnings} */
    public Value cumProd(Value x, long axis) {
        return f.op("CumProd", x, f.constant(Tensor.scalar(axis)));
    }

    public Value logSoftmax(Value x, long axis) {
        return f.op("LogSoftmax", Attributes.of("axis", axis), x);
    }

    /** {@return {@code x} divided by the 2-norm along an axis} */
    public Value normalize(Value x, long axis) {
        return f.op("LpNormalization", Attributes.of("axis", axis), x);
    }
}
