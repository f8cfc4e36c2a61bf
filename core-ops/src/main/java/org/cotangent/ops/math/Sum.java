package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.ElementwiseOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** The sum of any number of inputs, element by element, broadcasting. ONNX Sum, version 13. */
public final class Sum extends ElementwiseOperator {
    public Sum() {
        super("Sum", 13, Signatures.variadic("sum", DType.floating()));
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        Scalar sum = Scalar.input(0);
        for (int i = 1; i < inputs; i++) {
            sum = sum.plus(Scalar.input(i));
        }
        return sum;
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> cotangents.getFirst());
    }

    @Override
    public Domain domain() {
        return Domains.variadic();
    }
}
