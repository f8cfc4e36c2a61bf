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
 * The square root of the sum of the squares of the elements along axes; for integers truncated. The derivative where
 * all elements are 0 is 0.
 *
 * <p>ONNX ReduceL2, version 18.
 */
public final class ReduceL2 extends WeightedReduction {
    public ReduceL2() {
        super(
                "ReduceL2",
                18,
                wide(),
                kernel(
                        new Reduction(Reduction.Map.SQUARE, Reduction.Combine.SUM, Reduction.Finish.SQRT),
                        Formulas::square,
                        Formulas::sqrt));
    }

    @Override
    protected Value weights(Formulas f, Point at) {
        Value y = kept(f, at);
        Value vanishes = f.equal(y, f.scalarLike(y, 0));
        return f.div(at.input(0), f.where(vanishes, f.scalarLike(y, 1), y));
    }

    @Override
    protected Tensor data(Draw draw, long[] shape) {
        return draw.tensor(shape, 0.2, 2);
    }

    @Override
    protected Domain.Kink[] kinks() {
        return new Domain.Kink[] {Domain.Kink.of(Domain.Sample.of(Tensor.vector(0.0, 0.0)), Tensor.vector(0.0, 0.0))};
    }
}
