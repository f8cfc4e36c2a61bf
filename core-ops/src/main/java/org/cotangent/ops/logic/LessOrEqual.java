package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;

/** {@code C = A <= B}, broadcasting; false if one is NaN. ONNX LessOrEqual, version 16. */
public final class LessOrEqual extends Predicate {
    public LessOrEqual() {
        super("LessOrEqual", 16, DType.numeric(), BinaryFunction.LESS_OR_EQUAL);
    }
}
