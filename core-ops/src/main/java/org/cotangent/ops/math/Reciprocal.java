package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** {@code y = 1 / x}. ONNX Reciprocal, version 13. */
public final class Reciprocal extends UnaryOperator {
    public Reciprocal() {
        super("Reciprocal", 13, Signatures.unary());
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.RECIPROCAL);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.neg(f.square(at.output(0)));
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, -0.2, -0.1, 0, 0.1, 0.2);
    }
}
