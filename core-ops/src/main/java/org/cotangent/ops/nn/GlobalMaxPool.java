package org.cotangent.ops.nn;

import java.util.List;
import org.cotangent.ops.internal.pooling.PoolOverAll;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/** The largest element over all spatial axes of [N, C, sizes...], which stay with size 1. ONNX GlobalMaxPool, version 22. */
public final class GlobalMaxPool implements Operator {
    @Override
    public OperatorId id() {
        return new OperatorId("", "GlobalMaxPool", 22);
    }

    @Override
    public Signature signature() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder().input("X", t).output("Y", t).build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(PoolOverAll.infer(call)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(PoolOverAll.reduce(f, "ReduceMax", call.input(0))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return PoolOverAll.domain()
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(Tensor.of(new double[] {3, 3}, 1, 1, 2)), Tensor.of(new double[] {0.5, 0.5}, 1, 1, 2)));
    }
}
