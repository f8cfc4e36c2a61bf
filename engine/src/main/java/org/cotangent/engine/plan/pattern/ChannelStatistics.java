package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.constant;
import static org.cotangent.engine.plan.pattern.Pattern.operator;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * BatchNormalization with constant statistics: {@code y = factor x + summand} in each channel.
 *
 * @param factor float64, a number per channel
 * @param summand the same
 */
record ChannelStatistics(Value factor, Value summand) {
    private static final String NODE = "normalized";
    private static final String SCALE = "scale";
    private static final String BIAS = "bias";
    private static final String MEAN = "mean";
    private static final String VARIANCE = "variance";

    static Pattern pattern(Pattern x) {
        return operator(
                        "BatchNormalization",
                        attributes -> !attributes.flag("training_mode"),
                        x,
                        constant(SCALE),
                        constant(BIAS),
                        constant(MEAN),
                        constant(VARIANCE))
                .as(NODE);
    }

    /** {@return whether the match is of {@link #pattern}, and no variance is negative} */
    static boolean areIn(Match match) {
        if (!match.has(NODE)) {
            return false;
        }
        Tensor variance = match.constant(VARIANCE);
        for (long i = 0; i < variance.elements(); i++) {
            if (!(variance.getDouble(i) >= 0)) {
                return false;
            }
        }
        return true;
    }

    static ChannelStatistics of(Match match, Formulas f, UnaryOperator<Value> now) {
        UnaryOperator<Value> exact = value -> f.cast(now.apply(value), DType.DOUBLE);
        float epsilon = match.node(NODE).attributes().real("epsilon");
        Value deviation = f.sqrt(f.add(exact.apply(match.value(VARIANCE)), epsilon));
        Value factor = f.div(exact.apply(match.value(SCALE)), deviation);
        Value shift = f.mul(factor, exact.apply(match.value(MEAN)));
        return new ChannelStatistics(factor, f.sub(exact.apply(match.value(BIAS)), shift));
    }

    /** {@return a number per channel as a factor or summand of tensors of this type and rank} */
    static Value perChannel(Formulas f, Value numbers, DType dtype, int rank) {
        long[] sizes = new long[Math.max(1, rank - 1)];
        Arrays.fill(sizes, 1);
        sizes[0] = numbers.shape().size(0);
        return f.reshape(f.cast(numbers, dtype), sizes);
    }
}
