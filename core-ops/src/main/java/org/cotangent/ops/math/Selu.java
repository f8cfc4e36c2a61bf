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
 * {@code y = gamma x} above 0, {@code gamma alpha (exp(x) - 1)} elsewhere. The derivative at 0 is {@code gamma alpha}.
 *
 * <p>ONNX Selu, version 22.
 */
public final class Selu extends UnaryOperator {
    public Selu() {
        super("Selu", 22, Signatures.unary().attribute("alpha", 1.6732632f).attribute("gamma", 1.050701f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        Scalar negative = x.apply(UnaryFunction.EXPM1).times(attributes.real("alpha"));
        return Scalar.select(x.lessOrEqual(Scalar.constant(0)), negative, x).times(attributes.real("gamma"));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        float alpha = at.attributes().real("alpha");
        float gamma = at.attributes().real("gamma");
        Value x = at.input(0);
        Value zero = f.scalarLike(x, 0);
        Value negative = f.mul(f.exp(f.op("Min", x, zero)), (double) alpha * gamma);
        return f.where(f.greater(x, zero), f.scalarLike(x, gamma), negative);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, 0).withKinks(Kink.at(0, (double) 1.6732632f * 1.050701f));
    }
}
