package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.lines.AxisOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;

/**
 * {@code y_i = exp(x_i) / sum_j exp(x_j)} along the axis {@code axis}, without overflow. The Jacobian along a line is
 * {@code diag(y) - y y^T}.
 *
 * <p>ONNX Softmax, version 13.
 */
public final class Softmax extends AxisOperator {
    public Softmax() {
        super("Softmax", 13, Softmax::expand);
    }

    private static Value expand(Formulas f, Value x, long axis) {
        Value powers = f.exp(f.sub(x, f.reduceMax(x, true, axis)));
        return f.div(powers, f.reduceSum(powers, true, axis));
    }

    @Override
    protected void transform(double[] lines, int at, int length) {
        double largest = largest(lines, at, length);
        double sum = 0;
        for (int i = at; i < at + length; i++) {
            lines[i] = Math.exp(lines[i] - largest);
            sum += lines[i];
        }
        for (int i = at; i < at + length; i++) {
            lines[i] /= sum;
        }
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(
                (f, at, tangents) -> product(f, at, tangents),
                (f, at, cotangents, wanted) -> product(f, at, cotangents));
    }

    /** The Jacobian is symmetric, so one product is both. */
    private static List<Tangent> product(Formulas f, Point at, List<Tangent> vectors) {
        if (!(vectors.getFirst() instanceof Tangent.Of(Value v))) {
            return List.of(Tangent.zero());
        }
        return List.of(Tangent.of(f.own("SoftmaxGradient", at.attributes(), at.output(0), v)));
    }
}
