package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.ops.internal.support.Slopes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** {@code y = max(x, 0)}. The derivative at 0 is 0. ONNX Relu, version 14. */
public final class Relu extends UnaryOperator {
    public Relu() {
        super("Relu", 14, Signatures.unary("X", "Y", Signatures.signed()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(BinaryFunction.MAX, Scalar.constant(0));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value y = at.output(0);
        return Slopes.indicator(f, f.greater(y, f.scalarLike(y, 0)), y);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-2, 2, 0).withKinks(Kink.at(0, 0));
    }
}
