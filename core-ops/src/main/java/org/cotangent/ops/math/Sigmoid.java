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

/** {@code y = 1 / (1 + exp(-x))}. ONNX Sigmoid, version 13. */
public final class Sigmoid extends UnaryOperator {
    public Sigmoid() {
        super("Sigmoid", 13, Signatures.unary());
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.SIGMOID);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        Value y = at.output(0);
        return f.mul(y, f.sub(1, y));
    }
}
