package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.constant;
import static org.cotangent.engine.plan.pattern.Pattern.oneOf;
import static org.cotangent.engine.plan.pattern.Pattern.operator;
import static org.cotangent.engine.plan.pattern.Pattern.optional;
import static org.cotangent.engine.plan.pattern.Pattern.value;

import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with constant weights whose channels are normalised by constant statistics, multiplied or shifted by
 * constants: a convolution with other weights and another bias.
 */
final class ScaledConvIdiom implements Idiom {
    private static final String CONV = "conv";
    private static final String WEIGHTS = "weights";
    private static final String FACTOR = "factor";
    private static final String SUMMAND = "summand";
    /** The name of the bias that the convolution had. */
    private static final String OLD_BIAS = "old bias";

    @Override
    public String type() {
        return "Conv";
    }

    @Override
    public Pattern pattern() {
        Pattern conv = operator("Conv", value("x"), constant(WEIGHTS), optional(OLD_BIAS))
                .as(CONV);
        Pattern scaled = operator("Mul", conv, constant(FACTOR));
        return oneOf(ChannelStatistics.pattern(conv), operator("Add", oneOf(scaled, conv), constant(SUMMAND)), scaled);
    }

    @Override
    public @Nullable Rewriting rewriting(Match match) {
        Value conv = match.value(CONV);
        Shape weights = match.value(WEIGHTS).shape();
        boolean known = !match.has(OLD_BIAS) || match.facts().constant(match.value(OLD_BIAS)) != null;
        boolean exact = conv.dtype() == DType.FLOAT || conv.dtype() == DType.DOUBLE;
        boolean fits = isAffine(match)
                ? isPerChannel(match, FACTOR, weights) && isPerChannel(match, SUMMAND, weights)
                : ChannelStatistics.areIn(match);
        return known && exact && fits ? (f, now) -> write(match, f, now) : null;
    }

    private static boolean isAffine(Match match) {
        return match.has(FACTOR) || match.has(SUMMAND);
    }

    private static boolean isPerChannel(Match match, String name, Shape weights) {
        if (!match.has(name)) {
            return true;
        }
        Shape shape = match.value(name).shape();
        int channels = shape.rank() - weights.rank() + 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            boolean one = shape.dim(axis).is(1);
            if (!one && !(axis == channels && shape.dim(axis).equals(weights.dim(0)))) {
                return false;
            }
        }
        return channels <= 1;
    }

    private static Value write(Match match, Formulas f, UnaryOperator<Value> now) {
        Value weights = now.apply(match.value(WEIGHTS));
        ChannelStatistics affine = isAffine(match)
                ? new ChannelStatistics(numbers(match, FACTOR, 1, f, now), numbers(match, SUMMAND, 0, f, now))
                : ChannelStatistics.of(match, f, now);
        int rank = weights.shape().rank();
        Value factor = ChannelStatistics.perChannel(f, affine.factor(), weights.dtype(), rank + 1);
        Value shift = affine.summand();
        if (match.has(OLD_BIAS)) {
            Value bias = f.cast(now.apply(match.value(OLD_BIAS)), DType.DOUBLE);
            shift = f.add(f.mul(affine.factor(), bias), shift);
        }
        return f.op(
                "Conv",
                match.node(CONV).attributes(),
                now.apply(match.value("x")),
                f.mul(weights, factor),
                f.cast(shift, weights.dtype()));
    }

    /** {@return a number per channel, of one element or one per channel} */
    private static Value numbers(Match match, String name, double absent, Formulas f, UnaryOperator<Value> now) {
        long channels = match.value(WEIGHTS).shape().size(0);
        Value given = match.has(name)
                ? f.reshape(f.cast(now.apply(match.value(name)), DType.DOUBLE), -1)
                : f.reshape(f.scalar(DType.DOUBLE, absent), 1);
        return f.expand(given, channels);
    }
}
