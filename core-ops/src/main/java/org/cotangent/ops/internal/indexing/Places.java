package org.cotangent.ops.internal.indexing;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;

/** The numbers of the places along an axis. */
public final class Places {
    private Places() {}

    /** {@return the numbers 0, 1, ... for the places along an axis of x, int64} */
    public static Value along(Formulas f, Value x, int axis) {
        Dim size = x.shape().dim(axis);
        return size.isKnown()
                ? f.range(size.size())
                : f.op("Range", f.scalar(DType.INT64, 0), f.squeeze(f.sizeOf(x, axis), 0), f.scalar(DType.INT64, 1));
    }
}
