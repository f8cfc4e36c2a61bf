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

/** {@code y = x / (1 + |x|)}. ONNX Softsign, version 22. */
public final class Softsign extends UnaryOperator {
    public Softsign() {
        super("Softsign", 22, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.over(x.apply(UnaryFunction.ABS).plus(1));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.reciprocal(f.square(f.add(f.abs(at.input(0)), 1)));
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, 0);
    }
}
