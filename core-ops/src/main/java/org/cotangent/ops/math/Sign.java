package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.StepFunction;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;

/** -1, 0 or 1; NaN stays NaN. ONNX Sign, version 13. */
public final class Sign extends StepFunction {
    public Sign() {
        super("Sign", 13, Signatures.unary("input", "output", DType.numeric()), UnaryFunction.SIGN);
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return dtype.kind() == DType.Kind.UNSIGNED
                ? Scalar.input(0).apply(BinaryFunction.MIN, Scalar.constant(1))
                : super.expression(attributes, dtype, inputs);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, 0);
    }
}
