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

/** {@code y = tan(x)}. ONNX Tan, version 22. */
public final class Tan extends UnaryOperator {
    public Tan() {
        super("Tan", 22, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.TAN);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.add(f.square(at.output(0)), 1);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-1.2, 1.2);
    }
}
