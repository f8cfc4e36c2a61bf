package org.cotangent.ops.reduce;

import java.util.Arrays;
import org.cotangent.ops.internal.lines.AxisOperator;
import org.cotangent.ops.internal.lines.Extremes;
import org.cotangent.spi.op.Derivative;

/** 1 at the first largest element along the axis {@code axis}, 0 elsewhere. ONNX Hardmax, version 13. */
public final class Hardmax extends AxisOperator {
    public Hardmax() {
        super("Hardmax", 13, null);
    }

    @Override
    protected void transform(double[] lines, int at, int length) {
        if (length == 0) {
            return;
        }
        int largest = Extremes.largest(lines, at, length);
        Arrays.fill(lines, at, at + length, 0);
        lines[at + largest] = 1;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("constant while the order of the elements stays");
    }
}
