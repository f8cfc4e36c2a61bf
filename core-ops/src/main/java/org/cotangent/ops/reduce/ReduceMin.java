package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.reduce.Reduction;
import org.cotangent.ops.internal.reduce.WeightedReduction;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.Tensor;

/**
 * The smallest of the elements along axes; NaN if one is NaN. Over no elements it is infinity, the largest integer or true. Elements
 * that tie share the derivative equally.
 *
 * <p>ONNX ReduceMin, version 20.
 */
public final class ReduceMin extends WeightedReduction {
    public ReduceMin() {
        super(
                "ReduceMin",
                20,
                ordered(),
                kernel(new Reduction(Reduction.Map.IDENTITY, Reduction.Combine.MIN, Reduction.Finish.IDENTITY)));
    }

    @Override
    protected Value weights(Formulas f, Point at) {
        return equalShares(f, at);
    }

    @Override
    protected Tensor data(Draw draw, long[] shape) {
        return draw.distinct(shape, 0.2);
    }

    @Override
    protected Domain.Kink[] kinks() {
        return new Domain.Kink[] {
            Domain.Kink.of(Domain.Sample.of(Tensor.vector(2.0, 2.0, 3.0)), Tensor.vector(0.5, 0.5, 0.0))
        };
    }
}
