package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.VariadicOperator;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/** The arithmetic mean of any number of inputs, element by element, broadcasting. ONNX Mean, version 13. */
public final class Mean extends VariadicOperator {
    public Mean() {
        super("Mean", 13, DType.floating(), BinaryFunction.ADD);
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        Scalar sum = super.expression(attributes, dtype, inputs);
        return inputs == 1 ? sum : sum.over(Scalar.constant(inputs));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) ->
                f.mul(cotangents.getFirst(), 1.0 / at.inputs().size()));
    }
}
