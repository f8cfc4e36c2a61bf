package org.cotangent.ops.nn;

import org.cotangent.ops.internal.pooling.GlobalPooling;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;

/** The mean over all spatial axes of [N, C, sizes...], which stay with size 1. ONNX GlobalAveragePool, version 22. */
public final class GlobalAveragePool extends GlobalPooling {
    public GlobalAveragePool() {
        super("GlobalAveragePool", 22, Signatures.unary());
    }

    @Override
    protected Value pool(Formulas f, Attributes attributes, Value x) {
        return reduce(f, "ReduceMean", x);
    }
}
