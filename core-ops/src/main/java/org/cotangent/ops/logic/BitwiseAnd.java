package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.BitwiseOperator;
import org.cotangent.spi.op.BinaryFunction;

/** The bitwise and of two integers, broadcasting. ONNX BitwiseAnd, version 18. */
public final class BitwiseAnd extends BitwiseOperator {
    public BitwiseAnd() {
        super("BitwiseAnd", 18, BinaryFunction.BITWISE_AND);
    }
}
