package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.BitwiseOperator;
import org.cotangent.spi.op.BinaryFunction;

/** The bitwise exclusive or of two integers, broadcasting. ONNX BitwiseXor, version 18. */
public final class BitwiseXor extends BitwiseOperator {
    public BitwiseXor() {
        super("BitwiseXor", 18, BinaryFunction.BITWISE_XOR);
    }
}
