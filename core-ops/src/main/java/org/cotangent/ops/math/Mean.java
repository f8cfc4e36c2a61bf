package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.ElementwiseOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** The arithmetic mean of any number of inputs, element by element, broadcasting. ONNX Mean, version 13. */
public final class Mean extends ElementwiseOperator {
    public Mean() {
        super("Mean", 13, Signatures.variadic("mean", DType.floating()));
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        Scalar sum = Scalar.input(0);
        for (int i = 1; i < inputs; i++) {
            sum = sum.plus(Scalar.input(i));
        }
        return inputs == 1 ? sum : sum.over(Scalar.constant(inputs));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.mul(cotangents.getFirst(), 1.0 / at.inputs().size()));
    }

    @Override
    public Domain domain() {
        return Domains.variadic();
    }
}
