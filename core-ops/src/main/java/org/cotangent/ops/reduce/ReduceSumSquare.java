package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.reduce.Reduction;
import org.cotangent.ops.internal.reduce.WeightedReduction;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;

/**
 * The sum of the squares of the elements along axes.
 *
 * <p>ONNX ReduceSumSquare, version 18.
 */
public final class ReduceSumSquare extends WeightedReduction {
    public ReduceSumSquare() {
        super(
                "ReduceSumSquare",
                18,
                wide(),
                kernel(
                        new Reduction(Reduction.Map.SQUARE, Reduction.Combine.SUM, Reduction.Finish.IDENTITY),
                        Formulas::square,
                        (f, x) -> x));
    }

    @Override
    protected Value weights(Formulas f, Point at) {
        return f.mul(at.input(0), 2);
    }
}
