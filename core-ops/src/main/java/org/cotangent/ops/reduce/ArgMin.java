package org.cotangent.ops.reduce;

import org.cotangent.ops.internal.lines.ArgOperator;

/**
 * The index of the smallest element along the axis {@code axis}: of several the first, or with {@code select_last_index
 * = 1} the last. NaN counts as the smallest.
 *
 * <p>ONNX ArgMin, version 13.
 */
public final class ArgMin extends ArgOperator {
    public ArgMin() {
        super("ArgMin", 13, -1);
    }
}
