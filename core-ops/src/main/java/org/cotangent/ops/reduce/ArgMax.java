package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.lines.ArgOperator;

/**
 * The index of the largest element along the axis {@code axis}: of several the first, or with {@code select_last_index
 * = 1} the last. NaN counts as the largest.
 *
 * <p>ONNX ArgMax, version 13.
 */
public final class ArgMax extends ArgOperator {
    public ArgMax() {
        super("ArgMax", 13, 1);
    }
}
