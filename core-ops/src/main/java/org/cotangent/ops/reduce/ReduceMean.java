package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.reduce.LinearReduction;
import org.cotangent.ops.internal.reduce.Reduction;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.Shape;

/**
 * The arithmetic mean of the elements along axes; NaN over no elements. Means of integers are truncated.
 *
 * <p>ONNX ReduceMean, version 18.
 */
public final class ReduceMean extends LinearReduction {
    public ReduceMean() {
        super(
                "ReduceMean",
                18,
                wide(),
                kernel(new Reduction(Reduction.Map.IDENTITY, Reduction.Combine.SUM, Reduction.Finish.MEAN)));
    }

    @Override
    protected Value weigh(Formulas f, Point at, Value cotangent) {
        Shape many = at.shape(0);
        Shape few = cotangent.shape();
        if (many.isStatic() && few.isStatic()) {
            long elements = many.elements().size();
            return elements == 0
                    ? cotangent
                    : f.mul(cotangent, (double) few.elements().size() / elements);
        }
        Value count = f.cast(f.div(f.op("Size", at.input(0)), f.op("Size", cotangent)), cotangent.dtype());
        return f.div(cotangent, count);
    }
}
