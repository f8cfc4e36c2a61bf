package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.value;

import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/** BatchNormalization with constant statistics: a product and a sum, which fuse with what follows. */
final class BatchNormalizationIdiom implements Idiom {
    @Override
    public String type() {
        return "Mul";
    }

    @Override
    public Pattern pattern() {
        return ChannelStatistics.pattern(value("x"));
    }

    @Override
    public @Nullable Rewriting rewriting(Match match) {
        Value x = match.value("x");
        if (!ChannelStatistics.areIn(match) || x.shape().rank() < 2) {
            return null;
        }
        int rank = x.shape().rank();
        return (f, now) -> {
            ChannelStatistics statistics = ChannelStatistics.of(match, f, now);
            Value factor = ChannelStatistics.perChannel(f, statistics.factor(), x.dtype(), rank);
            Value summand = ChannelStatistics.perChannel(f, statistics.summand(), x.dtype(), rank);
            return f.add(f.mul(now.apply(x), factor), summand);
        };
    }
}
