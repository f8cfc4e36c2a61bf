package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.oneOf;
import static org.cotangent.engine.plan.pattern.Pattern.operator;
import static org.cotangent.engine.plan.pattern.Pattern.value;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** {@code x / sqrt(mean(x^2) + epsilon) * scale}: RMSNormalization. The scale may be absent. */
final class RmsNormalizationIdiom implements Idiom {
    @Override
    public String type() {
        return "RMSNormalization";
    }

    @Override
    public Pattern pattern() {
        Pattern normalized = Moments.normalized(value("x"));
        return oneOf(operator("Mul", normalized, value("scale")), normalized);
    }

    @Override
    public @Nullable Rewriting rewriting(Match match) {
        Value x = match.value("x");
        Shape shape = x.shape();
        int axis = LastAxes.first(shape, match.constant(Moments.AXES));
        boolean fits = axis >= 0
                && Moments.isAttribute(match, Moments.EPSILON)
                && (match.has("scale")
                        ? LastAxes.isRow(match.value("scale").shape(), shape, axis)
                        : shape.slice(axis, shape.rank()).isStatic());
        if (!fits) {
            return null;
        }
        Attributes attributes = Attributes.of("axis", axis)
                .with(Moments.EPSILON, (float) match.constant(Moments.EPSILON).getDouble(0));
        return (f, now) -> f.op(
                type(),
                attributes,
                now.apply(x),
                match.has("scale") ? now.apply(match.value("scale")) : LastAxes.ones(f, x, axis));
    }
}
