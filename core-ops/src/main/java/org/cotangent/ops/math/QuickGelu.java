package org.cotangent.ops.math;

import java.util.List;
import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.TensorType;

/**
 * {@code y = x sigmoid(alpha x)}, {@code alpha = 1.702} by default: the approximation of GELU that ONNX Runtime's
 * optimiser puts into models. QuickGelu of its domain {@code com.microsoft}, version 1.
 */
public final class QuickGelu extends OnnxOperator {
    public QuickGelu() {
        super(
                new OperatorId("com.microsoft", "QuickGelu", 1),
                Signatures.unary().attribute("alpha", 1.702f).build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        Scalar x = Scalar.input(0);
        return new Forward.Pointwise((attributes, dtype, inputs) ->
                x.times(x.times(attributes.real("alpha")).apply(UnaryFunction.SIGMOID)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3);
    }
}
