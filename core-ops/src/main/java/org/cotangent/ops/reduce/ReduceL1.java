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
 * The sum of the absolute values of the elements along axes. The derivative at 0 is 0.
 *
 * <p>ONNX ReduceL1, version 18.
 */
public final class ReduceL1 extends WeightedReduction {
    public ReduceL1() {
        super(
                "ReduceL1",
                18,
                wide(),
                kernel(
                        new Reduction(Reduction.Map.ABS, Reduction.Combine.SUM, Reduction.Finish.IDENTITY),
                        Formulas::abs,
                        (f, x) -> x));
    }

    @Override
    protected Value weights(Formulas f, Point at) {
        return f.sign(at.input(0));
    }

    @Override
    protected Tensor data(Draw draw, long[] shape) {
        return draw.away(shape, -2, 2, 0.05, 0);
    }

    @Override
    protected Domain.Kink[] kinks() {
        return new Domain.Kink[] {Domain.Kink.of(Domain.Sample.of(Tensor.vector(0.0, -1.0)), Tensor.vector(0.0, -1.0))};
    }
}
