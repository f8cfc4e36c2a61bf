package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.StepFunction;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** Every bit of an integer inverted. ONNX BitwiseNot, version 18. */
public final class BitwiseNot extends StepFunction {
    public BitwiseNot() {
        super("BitwiseNot", 18, Signatures.unary("X", "Y", DType.integers()), UnaryFunction.BITWISE_NOT);
    }
}
