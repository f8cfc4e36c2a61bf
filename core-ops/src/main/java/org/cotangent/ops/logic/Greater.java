package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** {@code C = A > B}, broadcasting; false if one is NaN. ONNX Greater, version 13. */
public final class Greater extends Predicate {
    public Greater() {
        super("Greater", 13, DType.numeric(), BinaryFunction.LESS);
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.input(1).apply(BinaryFunction.LESS, Scalar.input(0));
    }
}
