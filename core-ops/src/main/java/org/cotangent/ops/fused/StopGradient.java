package org.cotangent.ops.fused;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/** {@code y = x}, through which no derivative passes; Identity when it is exported. */
public final class StopGradient extends OnnxOperator {
    public StopGradient() {
        super(new OperatorId(OperatorId.COTANGENT, "StopGradient", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder().input("x", t).output("y", t).build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(f.op("Identity", call.input(0))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Surrogate(new Derivative.Zero("its input counts as constant"), "the stop of gradients");
    }
}
