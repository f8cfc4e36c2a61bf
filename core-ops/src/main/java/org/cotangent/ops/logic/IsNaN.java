package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.Classification;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** Whether an element is not a number. ONNX IsNaN, version 20. */
public final class IsNaN extends Classification {
    public IsNaN() {
        super("IsNaN", 20, ports());
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.input(0).apply(UnaryFunction.IS_NAN);
    }

    @Override
    protected boolean test(Attributes attributes, double value) {
        return Double.isNaN(value);
    }
}
