package org.cotangent.ops.logic;

import java.util.Set;
import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;

/** Logical {@code C = A and B}, broadcasting. ONNX And, version 7. */
public final class And extends Predicate {
    public And() {
        super("And", 7, Set.of(DType.BOOL), BinaryFunction.AND);
    }
}
