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

/** {@code y = tanh(x)}. ONNX Tanh, version 13. */
public final class Tanh extends UnaryOperator {
    public Tanh() {
        super("Tanh", 13, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.TANH);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.sub(1, f.square(at.output(0)));
    }
}
