package org.cotangent.ops.internal;

import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;

/** {@code c = phi(a, b)} for each pair of elements. */
public abstract class BinaryOperator extends ElementwiseOperator {
    private final BinaryFunction function;

    protected BinaryOperator(String type, int since, Signature.Builder signature, BinaryFunction function) {
        super(type, since, signature);
        this.function = function;
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.input(0).apply(function, Scalar.input(1));
    }
}
