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

/** {@code y = arccos(x)}, NaN outside [-1, 1]; the derivative is infinite at -1 and 1. ONNX Acos, version 22. */
public final class Acos extends UnaryOperator {
    public Acos() {
        super("Acos", 22, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.ACOS);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.neg(f.reciprocal(f.sqrt(f.sub(1, f.square(at.input(0))))));
    }

    @Override
    public Domain domain() {
        return Domains.unary(-0.9, 0.9);
    }
}
