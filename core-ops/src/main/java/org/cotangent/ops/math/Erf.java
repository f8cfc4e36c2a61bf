package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** The error function {@code y = 2/sqrt(pi) int_0^x exp(-t^2) dt}. ONNX Erf, version 13. */
public final class Erf extends UnaryOperator {
    public Erf() {
        super("Erf", 13, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.ERF);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.mul(f.exp(f.neg(f.square(at.input(0)))), 2 / Math.sqrt(Math.PI));
    }
}
