package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/**
 * {@code y = |x|}. The derivative at 0 is 0. The smallest signed integer is its own absolute value.
 *
 * <p>ONNX Abs, version 13.
 */
public final class Abs extends UnaryOperator {
    public Abs() {
        super("Abs", 13, Signatures.unary("X", "Y", DType.numeric()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return dtype.kind() == DType.Kind.UNSIGNED ? x : x.apply(UnaryFunction.ABS);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.sign(at.input(0));
    }

    @Override
    public Domain domain() {
        return Domains.unary(-2, 2, 0).withKinks(Kink.at(0, 0));
    }
}
