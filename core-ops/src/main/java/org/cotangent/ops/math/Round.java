package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.StepFunction;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.UnaryFunction;

/** The nearest whole number; the even one of two that are equally near. ONNX Round, version 22. */
public final class Round extends StepFunction {
    public Round() {
        super("Round", 22, Signatures.unary(), UnaryFunction.ROUND);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5);
    }
}
