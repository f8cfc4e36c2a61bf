package org.cotangent.ops.logic;

import java.util.Set;
import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;

/** Logical {@code C = A or B}, broadcasting. ONNX Or, version 7. */
public final class Or extends Predicate {
    public Or() {
        super("Or", 7, Set.of(DType.BOOL), BinaryFunction.OR);
    }
}
