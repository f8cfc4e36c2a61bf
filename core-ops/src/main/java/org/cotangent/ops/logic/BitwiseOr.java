package org.cotangent.ops.logic;

import org.cotangent.ops.internal.elementwise.BitwiseOperator;
import org.cotangent.spi.op.BinaryFunction;

/** The bitwise or of two integers, broadcasting. ONNX BitwiseOr, version 18. */
public final class BitwiseOr extends BitwiseOperator {
    public BitwiseOr() {
        super("BitwiseOr", 18, BinaryFunction.BITWISE_OR);
    }
}
