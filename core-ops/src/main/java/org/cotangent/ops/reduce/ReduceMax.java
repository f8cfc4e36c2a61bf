package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.reduce.ExtremeReduction;

/**
 * The largest of the elements along axes; NaN if one is NaN. Over no elements it is minus infinity, the smallest
 * integer or false. Elements that tie share the derivative equally.
 *
 * <p>ONNX ReduceMax, version 20.
 */
public final class ReduceMax extends ExtremeReduction {
    public ReduceMax() {
        super("ReduceMax", 20, true);
    }
}
