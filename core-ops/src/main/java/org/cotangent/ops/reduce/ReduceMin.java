package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.reduce.ExtremeReduction;

/**
 * The smallest of the elements along axes; NaN if one is NaN. Over no elements it is infinity, the largest integer or
 * true. Elements that tie share the derivative equally.
 *
 * <p>ONNX ReduceMin, version 20.
 */
public final class ReduceMin extends ExtremeReduction {
    public ReduceMin() {
        super("ReduceMin", 20, false);
    }
}
