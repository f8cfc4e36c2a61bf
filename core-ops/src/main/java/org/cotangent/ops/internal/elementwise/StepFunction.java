package org.cotangent.ops.internal.elementwise;

import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** A function of one element that is constant between its jumps, or whose result is no real number. */
public abstract class StepFunction extends ElementwiseOperator {
    private final UnaryFunction function;

    protected StepFunction(String type, int since, Signature.Builder signature, UnaryFunction function) {
        super(type, since, signature);
        this.function = function;
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.input(0).apply(function);
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Zero("constant between its jumps");
    }
}
