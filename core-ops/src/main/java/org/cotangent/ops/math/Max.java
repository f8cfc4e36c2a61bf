package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.Extremum;
import org.cotangent.spi.op.BinaryFunction;

/**
 * The largest of any number of inputs, element by element, broadcasting; NaN if one is NaN. Where inputs tie, they
 * share the derivative equally.
 *
 * <p>ONNX Max, version 13.
 */
public final class Max extends Extremum {
    public Max() {
        super("Max", 13, BinaryFunction.MAX);
    }
}
