package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** {@code C = A >= B}, broadcasting; false if one is NaN. ONNX GreaterOrEqual, version 16. */
public final class GreaterOrEqual extends Predicate {
    public GreaterOrEqual() {
        super("GreaterOrEqual", 16, DType.numeric(), BinaryFunction.LESS_OR_EQUAL);
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.input(1).apply(BinaryFunction.LESS_OR_EQUAL, Scalar.input(0));
    }
}
