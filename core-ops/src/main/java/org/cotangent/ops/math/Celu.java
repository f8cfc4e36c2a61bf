package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/**
 * {@code y = max(0, x) + min(0, alpha (exp(x / alpha) - 1))}. The derivative at 0 is 1.
 *
 * <p>Taken for every floating type; ONNX defines it for float32 only.
 *
 * <p>ONNX Celu, version 12.
 */
public final class Celu extends UnaryOperator {
    public Celu() {
        super("Celu", 12, Signatures.unary().attribute("alpha", 1f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        float alpha = attributes.real("alpha");
        Scalar zero = Scalar.constant(0);
        Scalar negative = x.apply(BinaryFunction.MIN, zero)
                .over(Scalar.constant(alpha))
                .apply(UnaryFunction.EXPM1)
                .times(alpha);
        return x.apply(BinaryFunction.MAX, zero).plus(negative);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        return f.exp(
                f.mul(f.op("Min", x, f.scalarLike(x, 0)), 1.0 / at.attributes().real("alpha")));
    }

    @Override
    public Domain domain() {
        return Domains.unary(
                draw -> Attributes.none().with("alpha", (float) draw.random().nextDouble(0.3, 1.7)), -3, 3, 0);
    }
}
