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

/** {@code y = sqrt(x)}, NaN below 0; the derivative is infinite at 0. ONNX Sqrt, version 13. */
public final class Sqrt extends UnaryOperator {
    public Sqrt() {
        super("Sqrt", 13, Signatures.unary());
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.SQRT);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.mul(f.reciprocal(at.output(0)), 0.5);
    }

    @Override
    public Domain domain() {
        return Domains.unary(0.2, 4);
    }
}
