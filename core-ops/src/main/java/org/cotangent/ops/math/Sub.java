package org.cotangent.ops.math;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.elementwise.BinaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;

/** {@code C = A - B}, broadcasting; integers wrap around. ONNX Sub, version 14. */
public final class Sub extends BinaryOperator {
    public Sub() {
        super("Sub", 14, Signatures.binary(DType.numeric()), BinaryFunction.SUB);
    }

    @Override
    protected Dim ofSizes(Dim a, Dim b) {
        return a.minus(b);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(
                List.of(Set.of(0, 1)),
                (f, at, k, cotangents) -> k == 0 ? cotangents.getFirst() : f.neg(cotangents.getFirst()));
    }
}
