package org.cotangent.ops.internal.elementwise;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;

/** {@code y = phi(x)} for each element, with the derivative {@code phi'}. */
public abstract class UnaryOperator extends ElementwiseOperator {
    protected UnaryOperator(String type, int since, Signature.Builder signature) {
        super(type, since, signature);
    }

    /** {@return {@code phi(x)}} */
    protected abstract Scalar of(Scalar x, Attributes attributes, DType dtype);

    /** {@return {@code phi'(x)}, for elements of floating type} */
    protected abstract Value slope(Formulas f, Point at);

    @Override
    protected final Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return of(Scalar.input(0), attributes, dtype);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Elementwise((f, at, k) -> slope(f, at));
    }
}
