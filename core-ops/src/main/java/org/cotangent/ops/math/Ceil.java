package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.StepFunction;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.UnaryFunction;

/** The smallest whole number that is not below {@code x}. ONNX Ceil, version 13. */
public final class Ceil extends StepFunction {
    public Ceil() {
        super("Ceil", 13, Signatures.unary(), UnaryFunction.CEIL);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, -3, -2, -1, 0, 1, 2, 3);
    }
}
