package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.UnaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** {@code y = x tanh(ln(1 + exp(x)))}. ONNX Mish, version 22. */
public final class Mish extends UnaryOperator {
    public Mish() {
        super("Mish", 22, Signatures.unary());
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.times(Softplus.of(x).apply(UnaryFunction.TANH));
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value x = at.input(0);
        Value t = f.tanh(f.op("Softplus", x));
        return f.add(t, f.mul(f.mul(x, f.sigmoid(x)), f.sub(1, f.square(t))));
    }
}
