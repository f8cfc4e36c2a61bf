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
 * {@code y = x} above 0, {@code alpha (exp(x) - 1)} elsewhere. The derivative at 0 is {@code alpha}.
 *
 * <p>ONNX Elu, version 22.
 */
public final class Elu extends UnaryOperator {
    public Elu() {
        super("Elu", 22, Signatures.unary().attribute("alpha", 1f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        Scalar negative = x.apply(UnaryFunction.EXPM1).times(attributes.real("alpha"));
        return Scalar.select(x.lessOrEqual(Scalar.constant(0)), negative, x);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        Value zero = f.scalarLike(x, 0);
        Value negative = f.exp(f.op("Min", x, zero));
        return f.where(
                f.greater(x, zero),
                f.scalarLike(x, 1),
                f.mul(negative, at.attributes().real("alpha")));
    }

    @Override
    public Domain domain() {
        return Domains.unary(
                        draw -> Attributes.none()
                                .with("alpha", (float) draw.random().nextDouble(0.3, 1.7)),
                        -3,
                        3,
                        0)
                .withKinks(Kink.at(Attributes.none().with("alpha", 0.5f), 0, 0.5));
    }
}
