package org.cotangent.ops.logic;

import java.util.Set;
import org.cotangent.ops.internal.elementwise.StepFunction;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** Logical {@code Y = not X}. ONNX Not, version 1. */
public final class Not extends StepFunction {
    public Not() {
        super("Not", 1, Signatures.unary("X", "Y", Set.of(DType.BOOL)), UnaryFunction.NOT);
    }
}
