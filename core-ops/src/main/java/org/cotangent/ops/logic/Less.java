package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;

/** {@code C = A < B}, broadcasting; false if one is NaN. ONNX Less, version 13. */
public final class Less extends Predicate {
    public Less() {
        super("Less", 13, DType.numeric(), BinaryFunction.LESS);
    }
}
