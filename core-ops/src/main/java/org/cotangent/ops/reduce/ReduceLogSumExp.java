package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.reduce.WeightedReduction;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.DType;

/**
 * {@code ln(sum exp(x))} of the elements along axes, without overflow; minus infinity over no elements. For integers it
 * is computed in float64 and truncated.
 *
 * <p>ONNX ReduceLogSumExp, version 18.
 */
public final class ReduceLogSumExp extends WeightedReduction {
    public ReduceLogSumExp() {
        super("ReduceLogSumExp", 18, wide(), new Forward.Expansion((f, call) -> List.of(expand(f, call))));
    }

    private static Value expand(Formulas f, Call call) {
        DType dtype = call.dtype(0);
        Value x = dtype.isFloating() ? call.input(0) : f.cast(call.input(0), DType.DOUBLE);
        Value axes = call.has(1) ? call.input(1) : null;
        Attributes kept = call.attributes().with("keepdims", 1);
        Value largest = finite(f, f.op("ReduceMax", kept, x, axes));
        Value sum = f.op("ReduceSum", call.attributes(), f.exp(f.sub(x, largest)), axes);
        Value y = f.add(f.log(sum), f.reshapeLike(largest, sum));
        return f.cast(y, dtype);
    }

    private static Value finite(Formulas f, Value x) {
        return f.where(f.op("IsInf", x), f.scalarLike(x, 0), x);
    }

    @Override
    protected Value weights(Formulas f, Point at) {
        Value y = kept(f, at);
        return f.exp(f.sub(at.input(0), finite(f, y)));
    }
}
