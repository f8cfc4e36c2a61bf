package org.cotangent.ops.internal.elementwise;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** An operator whose output element is a scalar expression of the input elements; inputs broadcast. */
public abstract class ElementwiseOperator extends OnnxOperator {
    protected ElementwiseOperator(String type, int since, Signature.Builder signature) {
        super(type, since, signature.build());
    }

    /** {@return one output element; see {@link Forward.Expression}} */
    protected abstract Scalar expression(Attributes attributes, DType dtype, int inputs);

    /** {@return the element type of the output: that of the first input} */
    protected DType resultType(Inference call) {
        return call.dtype(0);
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape shape = call.shape(0);
        for (int i = 1; i < call.inputCount(); i++) {
            shape = shape.broadcast(call.shape(i));
        }
        return List.of(new TensorType(resultType(call), shape));
    }

    @Override
    public Forward forward() {
        return new Forward.Pointwise(this::expression);
    }

    /** {@return what operators on integers and bools say: they are never asked} */
    protected static Derivative discrete() {
        return new Derivative.Zero("integers and bools have no tangent space");
    }
}
