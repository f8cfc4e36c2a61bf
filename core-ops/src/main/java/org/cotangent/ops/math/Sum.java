package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.VariadicOperator;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.tensor.DType;

/** The sum of any number of inputs, element by element, broadcasting. ONNX Sum, version 13. */
public final class Sum extends VariadicOperator {
    public Sum() {
        super("Sum", 13, DType.floating(), BinaryFunction.ADD);
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> cotangents.getFirst());
    }
}
