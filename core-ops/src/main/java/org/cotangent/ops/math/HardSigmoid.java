package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** {@code y = max(0, min(1, alpha x + beta))}. The derivative at both kinks is 0. ONNX HardSigmoid, version 22. */
public final class HardSigmoid extends UnaryOperator {
    public HardSigmoid() {
        super("HardSigmoid", 22, Signatures.unary().attribute("alpha", 0.2f).attribute("beta", 0.5f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        Scalar line = x.times(attributes.real("alpha")).plus(attributes.real("beta"));
        return line.apply(BinaryFunction.MIN, Scalar.constant(1)).apply(BinaryFunction.MAX, Scalar.constant(0));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value y = at.output(0);
        Value inside = f.and(f.greater(y, f.scalarLike(y, 0)), f.less(y, f.scalarLike(y, 1)));
        return f.where(inside, f.scalarLike(y, at.attributes().real("alpha")), f.scalarLike(y, 0));
    }

    @Override
    public Domain domain() {
        return Domains.unary(-5, 5, -2.5, 2.5).withKinks(Kink.at(-2.5, 0), Kink.at(2.5, 0));
    }
}
