package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.reduce.LinearReduction;
import org.cotangent.ops.internal.reduce.Reduction;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;

/** The sum of the elements along axes; 0 over no elements. Integers wrap around. ONNX ReduceSum, version 13. */
public final class ReduceSum extends LinearReduction {
    public ReduceSum() {
        super("ReduceSum", 13, wide(), kernel(Reduction.of(Reduction.Combine.SUM)));
    }

    @Override
    protected Value weigh(Formulas f, Point at, Value cotangent) {
        return cotangent;
    }
}
