package org.cotangent.ops.fused;

import org.cotangent.ops.internal.lines.AxisGradient;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * {@code dx_i = y_i (dy_i - sum_j y_j dy_j)} along the axis {@code axis}: the Jacobian of a Softmax whose result is Y,
 * which is its own transpose, applied to dY. The derivative is that of the formula.
 */
public final class SoftmaxGradient extends AxisGradient {
    public SoftmaxGradient() {
        super("SoftmaxGradient", SoftmaxGradient::formula);
    }

    private static Value formula(Formulas f, Value y, Value dy, long axis) {
        return f.mul(y, f.sub(dy, f.reduceSum(f.mul(y, dy), true, axis)));
    }
}
