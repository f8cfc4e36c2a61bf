package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Domains;
import org.cotangent.ops.internal.elementwise.StepFunction;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.UnaryFunction;

/** The largest whole number that is not above {@code x}. ONNX Floor, version 13. */
public final class Floor extends StepFunction {
    public Floor() {
        super("Floor", 13, Signatures.unary(), UnaryFunction.FLOOR);
    }

    @Override
    public Domain domain() {
        return Domains.unary(-3, 3, -3, -2, -1, 0, 1, 2, 3);
    }
}
