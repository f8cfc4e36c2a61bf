package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Extremum;
import org.cotangent.spi.op.BinaryFunction;

/**
 * The smallest of any number of inputs, element by element, broadcasting; NaN if one is NaN. Where inputs tie, they
 * share the derivative equally.
 *
 * <p>ONNX Min, version 13.
 */
public final class Min extends Extremum {
    public Min() {
        super("Min", 13, BinaryFunction.MIN);
    }
}
