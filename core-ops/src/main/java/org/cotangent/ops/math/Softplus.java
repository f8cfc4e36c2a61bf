package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** {@code y = ln(1 + exp(x))}, without overflow. ONNX Softplus, version 22. */
public final class Softplus extends UnaryOperator {
    public Softplus() {
        super("Softplus", 22, Signatures.unary());
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return of(x);
    }

    static Scalar of(Scalar x) {
        Scalar tail =
                x.apply(UnaryFunction.ABS).negated().apply(UnaryFunction.EXP).apply(UnaryFunction.LOG1P);
        return x.apply(BinaryFunction.MAX, Scalar.constant(0)).plus(tail);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.sigmoid(at.input(0));
    }
}
