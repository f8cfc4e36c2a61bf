package org.cotangent.ops.nn;

import java.util.List;
import org.cotangent.ops.internal.pooling.PoolOverAll;
import org.cotangent.ops.internal.pooling.PowerNorm;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The p-norm {@code (sum of |x|^p)^(1/p)} over all spatial axes of [N, C, sizes...], which stay with size 1.
 *
 * <p>The derivative of the norm of zeros is taken to be 0. ONNX GlobalLpPool, version 22.
 */
public final class GlobalLpPool implements Operator {
    @Override
    public OperatorId id() {
        return new OperatorId("", "GlobalLpPool", 22);
    }

    @Override
    public Signature signature() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("X", t)
                .output("Y", t)
                .attribute("p", 2)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(PoolOverAll.infer(call)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) -> {
            long p = PowerNorm.exponent(call.attributes());
            Value powers = PowerNorm.power(f, call.input(0), p);
            return List.of(PowerNorm.root(f, PoolOverAll.reduce(f, "ReduceSum", powers), p));
        });
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
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
