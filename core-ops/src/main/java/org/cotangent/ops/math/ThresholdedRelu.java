package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.ops.internal.support.Slopes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/**
 * {@code y = x} above {@code alpha}, 0 elsewhere. At {@code alpha} it jumps; the derivative there is 0.
 *
 * <p>ONNX ThresholdedRelu, version 22.
 */
public final class ThresholdedRelu extends UnaryOperator {
    public ThresholdedRelu() {
        super("ThresholdedRelu", 22, Signatures.unary().attribute("alpha", 1f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return Scalar.select(Scalar.constant(attributes.real("alpha")).less(x), x, Scalar.constant(0));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        return Slopes.indicator(f, f.greater(x, f.scalarLike(x, at.attributes().real("alpha"))), x);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, 1).withKinks(Kink.at(1, 0));
    }
}
