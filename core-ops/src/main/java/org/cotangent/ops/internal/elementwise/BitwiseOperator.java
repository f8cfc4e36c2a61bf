package org.cotangent.ops.internal.elementwise;

import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.tensor.DType;

/** An operation on the bits of two integers. */
public abstract class BitwiseOperator extends BinaryOperator {
    protected BitwiseOperator(String type, int since, BinaryFunction function) {
        super(type, since, Signatures.binary(DType.integers()), function);
    }

    @Override
    public final Derivative derivative() {
        return discrete();
    }
}
