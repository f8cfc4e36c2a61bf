package org.cotangent.ops.nn;

import org.cotangent.ops.internal.pooling.GlobalPooling;
import org.cotangent.ops.internal.pooling.PowerNorm;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * The p-norm {@code (sum of |x|^p)^(1/p)} over all spatial axes of [N, C, sizes...], which stay with size 1.
 *
 * <p>The derivative of the norm of zeros is taken to be 0. ONNX GlobalLpPool, version 22.
 */
public final class GlobalLpPool extends GlobalPooling {
    public GlobalLpPool() {
        super("GlobalLpPool", 22, Signatures.unary().attribute("p", 2));
    }

    @Override
    protected Value pool(Formulas f, Attributes attributes, Value x) {
        long p = PowerNorm.exponent(attributes);
        return PowerNorm.root(f, reduce(f, "ReduceSum", PowerNorm.power(f, x, p)), p);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] x = draw.shape(3, 5);
                    x[2]++;
                    return Domain.Sample.of(Attributes.of("p", draw.integer(1, 3)), draw.away(x, -2, 2, 0.2, 0));
                })
                .withKinks(Kink.of(
                        Domain.Sample.of(Attributes.of("p", 1), Tensor.full(DType.DOUBLE, 0, 1, 1, 2)),
                        Tensor.full(DType.DOUBLE, 0, 1, 1, 2)));
    }
}
