package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.reduce.Reduction;
import org.cotangent.ops.internal.reduce.WeightedReduction;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.Tensor;

/**
 * The natural logarithm of the sum of the elements along axes, minus infinity over no elements; for integers truncated.
 *
 * <p>ONNX ReduceLogSum, version 18.
 */
public final class ReduceLogSum extends WeightedReduction {
    public ReduceLogSum() {
        super(
                "ReduceLogSum",
                18,
                wide(),
                kernel(
                        new Reduction(Reduction.Map.IDENTITY, Reduction.Combine.SUM, Reduction.Finish.LOG),
                        (f, x) -> x,
                        Formulas::log));
    }

    @Override
    protected Value weights(Formulas f, Point at) {
        Value y = kept(f, at);
        return f.exp(f.neg(y));
    }

    @Override
    protected Tensor data(Draw draw, long[] shape) {
        return draw.tensor(shape, 0.2, 2);
    }
}
