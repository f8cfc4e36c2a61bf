package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.oneOf;
import static org.cotangent.engine.plan.pattern.Pattern.operator;
import static org.cotangent.engine.plan.pattern.Pattern.value;

import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code exp(x - max(x)) / sum(exp(x - max(x)))} over one axis: Softmax; or {@code x - max(x) - log(sum(exp(x -
 * max(x))))}: LogSoftmax.
 */
final class SoftmaxIdiom implements Idiom {
    private final String type;
    private final Pattern pattern;

    private SoftmaxIdiom(String type, Pattern pattern) {
        this.type = type;
        this.pattern = pattern;
    }

    static SoftmaxIdiom plain() {
        Pattern exponentials = operator("Exp", shifted());
        Pattern sum = Moments.reduced("ReduceSum", exponentials);
        return new SoftmaxIdiom(
                "Softmax",
                oneOf(operator("Div", exponentials, sum), operator("Mul", exponentials, operator("Reciprocal", sum))));
    }

    static SoftmaxIdiom logarithmic() {
        Pattern sum = Moments.reduced("ReduceSum", operator("Exp", shifted()));
        return new SoftmaxIdiom(
                "LogSoftmax",
                oneOf(
                        operator("Sub", shifted(), operator("Log", sum)),
                        operator("Sub", value("x"), operator("Add", operator("Log", sum), greatest()))));
    }

    private static Pattern greatest() {
        return Moments.reduced("ReduceMax", value("x"));
    }

    private static Pattern shifted() {
        return operator("Sub", value("x"), greatest());
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Pattern pattern() {
        return pattern;
    }

    @Override
    public @Nullable Rewriting rewriting(Match match) {
        Tensor axes = match.constant(Moments.AXES);
        if (axes.elements() != 1) {
            return null;
        }
        Attributes axis = Attributes.of("axis", axes.getLong(0));
        return (f, now) -> f.op(type, axis, now.apply(match.value("x")));
    }
}
