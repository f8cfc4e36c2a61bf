package org.cotangent.ops.training;

import java.util.List;
import org.cotangent.ops.internal.training.OptimizerOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Signature;

/**
 * A step of Adagrad: {@code g = norm_coefficient X + G}; {@code H' = H + g^2}; {@code X' = X - R / (1 + T decay_factor)
 * g / (sqrt(H') + epsilon)}. ONNX Adagrad of ai.onnx.preview.training, version 1.
 */
public final class Adagrad extends OptimizerOperator {
    public Adagrad() {
        super(
                "Adagrad",
                1,
                Signature.builder()
                        .attribute("decay_factor", 0f)
                        .attribute("epsilon", 0f)
                        .attribute("norm_coefficient", 0f));
    }

    @Override
    protected List<Value> step(Step step) {
        Formulas f = step.f();
        Value g = step.gradient();
        Value rate = f.div(step.rate(), f.add(f.mul(step.count(), step.real("decay_factor")), 1));
        Value sum = f.add(step.states().getFirst(), f.square(g));
        Value scaled = f.div(f.mul(g, step.like(rate)), f.add(f.sqrt(sum), step.real("epsilon")));
        return List.of(f.sub(step.x(), scaled), sum);
    }

    @Override
    protected Attributes sample(Draw draw) {
        return Attributes.none()
                .with("decay_factor", draw.pick(0f, 0.5f))
                .with("epsilon", 0.125f)
                .with("norm_coefficient", draw.pick(0f, 0.25f));
    }
}
