package org.cotangent.ops.reduce;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.lines.AxisOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;

/**
 * {@code y_i = x_i - ln(sum_j exp(x_j))} along the axis {@code axis}, without overflow. {@code dy_i = dx_i - sum_j p_j
 * dx_j} with {@code p = exp(y)}.
 *
 * <p>ONNX LogSoftmax, version 13.
 */
public final class LogSoftmax extends AxisOperator {
    public LogSoftmax() {
        super("LogSoftmax", 13, LogSoftmax::expand);
    }

    private static Value expand(Formulas f, Value x, long axis) {
        Value shifted = f.sub(x, f.reduceMax(x, true, axis));
        return f.sub(shifted, f.log(f.reduceSum(f.exp(shifted), true, axis)));
    }

    @Override
    protected void transform(double[] lines, int at, int length) {
        double largest = largest(lines, at, length);
        double sum = 0;
        for (int i = at; i < at + length; i++) {
            sum += Math.exp(lines[i] - largest);
        }
        double logarithm = Math.log(sum);
        for (int i = at; i < at + length; i++) {
            lines[i] = lines[i] - largest - logarithm;
        }
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(LogSoftmax::jvp, LogSoftmax::vjp);
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        if (!(tangents.getFirst() instanceof Tangent.Of(Value dx))) {
            return List.of(Tangent.zero());
        }
        Value mean = f.reduceSum(
                f.mul(f.exp(at.output(0)), dx), true, at.attributes().integer("axis"));
        return List.of(Tangent.of(f.sub(dx, mean)));
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        if (!(cotangents.getFirst() instanceof Tangent.Of(Value dy))) {
            return List.of(Tangent.zero());
        }
        return List.of(Tangent.of(f.own("LogSoftmaxGradient", at.attributes(), at.output(0), dy)));
    }
}
