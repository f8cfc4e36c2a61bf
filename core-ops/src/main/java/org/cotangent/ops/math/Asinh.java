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

/** {@code y = arsinh(x)}. ONNX Asinh, version 22. */
public final class Asinh extends UnaryOperator {
    public Asinh() {
        super("Asinh", 22, Signatures.unary("input", "output", DType.floating()));
    }

    @Override
    protected Scalar of(Scalar x, Attributes attributes, DType dtype) {
        return x.apply(UnaryFunction.ASINH);
    }

    @Override
    protected Value slope(Formulas f, Point at) {
        return f.reciprocal(f.sqrt(f.add(f.square(at.input(0)), 1)));
    }
}
