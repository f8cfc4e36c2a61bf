package org.cotangent.ops.training;

import java.util.List;
import org.cotangent.ops.internal.training.OptimizerOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Signature;

/**
 * A step of Adam: {@code g = norm_coefficient X + G}; {@code V' = alpha V + (1 - alpha) g}; {@code H' = beta H + (1 -
 * beta) g^2}; {@code X' = (1 - norm_coefficient_post) (X - r V' / (sqrt(H') + epsilon))} with the rate {@code r = R
 * sqrt(1 - beta^T) / (1 - alpha^T)} if T is positive, else R. ONNX Adam of ai.onnx.preview.training, version 1.
 */
public final class Adam extends OptimizerOperator {
    public Adam() {
        super(
                "Adam",
                2,
                Signature.builder()
                        .attribute("alpha", 0.9f)
                        .attribute("beta", 0.999f)
                        .attribute("epsilon", 0f)
                        .attribute("norm_coefficient", 0f)
                        .attribute("norm_coefficient_post", 0f));
    }

    @Override
    protected List<Value> step(Step step) {
        Formulas f = step.f();
        double alpha = step.real("alpha");
        double beta = step.real("beta");
        Value g = step.gradient();
        Value mean = step.scaledSum(alpha, step.states().get(0), f.mul(g, 1 - alpha));
        Value square = step.scaledSum(beta, step.states().get(1), f.mul(f.square(g), 1 - beta));
        Value moved =
                f.div(f.mul(mean, step.like(rate(step, alpha, beta))), f.add(f.sqrt(square), step.real("epsilon")));
        double keep = 1 - step.real("norm_coefficient_post");
        Value x = f.sub(step.x(), moved);
        return List.of(keep == 1 ? x : f.mul(x, keep), mean, square);
    }

    /** The branch that is not taken gets a number of steps for which it is finite. */
    private static Value rate(Step step, double alpha, double beta) {
        Formulas f = step.f();
        Value started = f.greater(step.count(), f.scalarLike(step.count(), 0));
        Value count = f.where(started, step.count(), f.scalarLike(step.count(), 1));
        Value scale = f.div(f.sqrt(f.sub(1, power(f, beta, count))), f.sub(1, power(f, alpha, count)));
        return f.mul(step.rate(), f.where(started, scale, f.scalarLike(scale, 1)));
    }

    private static Value power(Formulas f, double base, Value exponent) {
        return f.pow(f.scalarLike(exponent, base), exponent);
    }

    @Override
    protected Attributes sample(Draw draw) {
        return Attributes.none()
                .with("alpha", 0.75f)
                .with("beta", 0.875f)
                .with("epsilon", 0.125f)
                .with("norm_coefficient", draw.pick(0f, 0.25f))
                .with("norm_coefficient_post", draw.pick(0f, 0.25f));
    }
}
