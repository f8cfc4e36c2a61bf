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
import org.cotangent.spi.tensor.DType;

/** {@code y = x} from 0 on, {@code alpha x} below. The derivative at 0 is 1. ONNX LeakyRelu, version 16. */
public final class LeakyRelu extends UnaryOperator {
    public LeakyRelu() {
        super("LeakyRelu", 16, Signatures.unary().attribute("alpha", 0.01f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return Scalar.select(x.less(Scalar.constant(0)), x.times(attributes.real("alpha")), x);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        Value alpha = f.scalarLike(x, at.attributes().real("alpha"));
        return f.where(f.less(x, f.scalarLike(x, 0)), alpha, f.scalarLike(x, 1));
    }

    @Override
    public Domain domain() {
        return Domains.unary(
                        draw -> Attributes.none()
                                .with("alpha", (float) draw.random().nextDouble(0.01, 0.9)),
                        -2,
                        2,
                        0)
                .withKinks(Kink.at(0, 1));
    }
}
