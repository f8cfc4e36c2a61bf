package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.ElementwiseOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** {@code y = -x}; the smallest integer is its own negative. ONNX Neg, version 13. */
public final class Neg extends ElementwiseOperator {
    public Neg() {
        super("Neg", 13, Signatures.unary("X", "Y", Signatures.signed()));
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.input(0).negated();
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.neg(cotangents.getFirst()));
    }
}
