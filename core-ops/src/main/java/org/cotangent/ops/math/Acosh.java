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

/** {@code y = arcosh(x)}, NaN below 1; the derivative is infinite at 1. ONNX Acosh, version 22. */
public final class Acosh extends UnaryOperator {
    public Acosh() {
        super("Acosh", 22, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.ACOSH);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        return f.reciprocal(f.mul(f.sqrt(f.add(x, -1)), f.sqrt(f.add(x, 1))));
    }

    @Override
    public Domain domain() {
        return Domains.unary(1.2, 4);
    }
}
