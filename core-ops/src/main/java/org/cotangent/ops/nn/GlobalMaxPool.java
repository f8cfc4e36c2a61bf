package org.cotangent.ops.nn;

import org.cotangent.ops.internal.pooling.GlobalPooling;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;

/**
 * The largest element over all spatial axes of [N, C, sizes...], which stay with size 1.
 *
 * <p>Elements that tie share the derivative equally. ONNX GlobalMaxPool, version 22.
 */
public final class GlobalMaxPool extends GlobalPooling {
    public GlobalMaxPool() {
        super("GlobalMaxPool", 22, Signatures.unary());
    }

    @Override
    protected Value pool(Formulas f, Attributes attributes, Value x) {
        return reduce(f, "ReduceMax", x);
    }

    @Override
    public Domain domain() {
        return super.domain()
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(Tensor.of(new double[] {3, 3}, 1, 1, 2)),
                        Tensor.of(new double[] {0.5, 0.5}, 1, 1, 2)));
    }
}
