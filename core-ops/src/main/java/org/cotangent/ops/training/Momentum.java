package org.cotangent.ops.training;

import java.util.List;
import org.cotangent.ops.internal.training.OptimizerOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Signature;

/**
 * A step of gradient descent with momentum: {@code g = norm_coefficient X + G}; {@code V' = alpha V + b g} where b is
 * {@code beta}, or 1 if T is 0; in mode standard {@code X' = X - R V'}, in mode nesterov {@code X' = X - R (g + alpha
 * V')}. ONNX Momentum of ai.onnx.preview.training, version 1.
 */
public final class Momentum extends OptimizerOperator {
    public Momentum() {
        super(
                "Momentum",
                1,
                Signature.builder()
                        .optionalAttribute("alpha", new Attribute.OfFloat(0))
                        .optionalAttribute("beta", new Attribute.OfFloat(0))
                        .optionalAttribute("mode", new Attribute.OfString(""))
                        .optionalAttribute("norm_coefficient", new Attribute.OfFloat(0)));
    }

    @Override
    protected List<Value> step(Step step) {
        Formulas f = step.f();
        double alpha = step.real("alpha");
        Value g = step.gradient();
        Value started = f.greater(step.count(), f.scalarLike(step.count(), 0));
        Value scale = f.where(started, f.scalarLike(g, step.real("beta")), f.scalarLike(g, 1));
        Value velocity = step.scaledSum(alpha, step.states().getFirst(), f.mul(g, scale));
        Value direction = switch (step.attributes().text("mode")) {
            case "standard" -> velocity;
            case "nesterov" -> step.scaledSum(alpha, velocity, g);
            case String other -> throw new AttributeException("mode must be standard or nesterov, not '" + other + "'");
        };
        return List.of(f.sub(step.x(), f.mul(direction, step.like(step.rate()))), velocity);
    }

    @Override
    protected Attributes sample(Draw draw) {
        return Attributes.of("mode", draw.pick("standard", "nesterov"))
                .with("alpha", 0.75f)
                .with("beta", 0.5f)
                .with("norm_coefficient", draw.pick(0f, 0.25f));
    }
}
