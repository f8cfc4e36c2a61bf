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

/** {@code y = x sigmoid(alpha x)}, {@code alpha = 1} by default. ONNX Swish, version 24. */
public final class Swish extends UnaryOperator {
    public Swish() {
        super("Swish", 24, Signatures.unary().attribute("alpha", 1f));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.times(x.times(attributes.real("alpha")).apply(UnaryFunction.SIGMOID));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        float alpha = at.attributes().real("alpha");
        Value x = at.input(0);
        Value s = f.sigmoid(f.mul(x, alpha));
        return f.mul(s, f.add(f.mul(f.mul(x, alpha), f.sub(1, s)), 1));
    }

    @Override
    public Domain domain() {
        return Domains.unary(
                draw -> Attributes.none().with("alpha", (float) draw.random().nextDouble(0.3, 1.7)), -3, 3);
    }
}
