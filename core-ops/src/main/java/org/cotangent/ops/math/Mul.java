package org.cotangent.ops.math;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.elementwise.BinaryOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;

/** {@code C = A * B}, element by element, broadcasting; integers wrap around. ONNX Mul, version 14. */
public final class Mul extends BinaryOperator {
    public Mul() {
        super("Mul", 14, Signatures.binary(DType.numeric()), BinaryFunction.MUL);
    }

    @Override
    protected Dim ofSizes(Dim a, Dim b) {
        return a.times(b);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(
                List.of(Set.of(0), Set.of(1)), (f, at, k, cotangents) -> f.mul(cotangents.getFirst(), at.input(1 - k)));
    }
}
