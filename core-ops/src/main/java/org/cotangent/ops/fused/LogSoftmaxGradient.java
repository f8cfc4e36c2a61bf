package org.cotangent.ops.fused;

import org.cotangent.ops.internal.lines.AxisGradient;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * {@code dx_i = dy_i - exp(y_i) sum_j dy_j} along the axis {@code axis}: the transpose of the Jacobian of a LogSoftmax
 * whose result is Y, applied to dY. The derivative is that of the formula.
 */
public final class LogSoftmaxGradient extends AxisGradient {
    public LogSoftmaxGradient() {
        super("LogSoftmaxGradient", LogSoftmaxGradient::formula);
    }

    private static Value formula(Formulas f, Value y, Value dy, long axis) {
        return f.sub(dy, f.mul(f.exp(y), f.reduceSum(dy, true, axis)));
    }
}
