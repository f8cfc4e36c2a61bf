package org.cotangent.ops.internal.normalization;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.support.Lazy;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;

/** The cotangents of BatchNormalization, of which only what is wanted is computed. */
public final class BatchNormalizationRule {
    private final Formulas f;
    private final Point at;
    private final Set<Integer> wanted;
    private final List<Tangent> result = new ArrayList<>();
    private final DType computed;
    private final long[] axes;
    private final boolean training;
    private final double momentum;
    private final Lazy inverse;
    private final Lazy normalized;
    private final Lazy count;

    private BatchNormalizationRule(Formulas f, Point at, Set<Integer> wanted) {
        this.f = f;
        this.at = at;
        this.wanted = wanted;
        at.inputs().forEach(input -> result.add(Tangent.zero()));
        computed = Standardization.computed(at.dtype(0));
        axes = allButChannels(at.shape(0).rank());
        training = at.attributes().flag("training_mode");
        momentum = at.attributes().real("momentum");
        inverse = new Lazy(() -> spread(at.output(BatchNormalizationKernel.INVERSE)));
        normalized = new Lazy(() -> f.mul(
                f.sub(f.cast(at.input(0), computed), spread(at.output(BatchNormalizationKernel.MEAN))), inverse.get()));
        count = new Lazy(() -> standardization().count(f));
    }

    /** {@return the cotangents of the inputs} */
    public static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        BatchNormalizationRule rule = new BatchNormalizationRule(f, at, wanted);
        for (int output = 0; output < cotangents.size(); output++) {
            if (cotangents.get(output) instanceof Tangent.Of(Value u)) {
                rule.add(output, u);
            }
        }
        return rule.result;
    }

    /** {@return a vector of numbers for each channel, with axes of size 1 behind them} */
    public static Value perChannel(Formulas f, Value vector, int rank) {
        return rank < 2
                ? vector
                : f.unsqueeze(vector, LongStream.range(1, rank - 1L).toArray());
    }

    /** {@return the axes over which a channel extends} */
    public static long[] allButChannels(int rank) {
        return LongStream.range(0, rank).filter(axis -> axis != 1).toArray();
    }

    private Value spread(Value vector) {
        return perChannel(f, f.cast(vector, computed), at.shape(0).rank());
    }

    private Standardization standardization() {
        return new Standardization(normalized.get(), inverse.get(), true, axes);
    }

    private void add(int output, Value u) {
        switch (output) {
            case 0 -> normalizedOutput(f.cast(u, computed));
            case 1 -> runningMean(u);
            case 2 -> runningVariance(u);
            case BatchNormalizationKernel.MEAN -> mean(u);
            default -> inverse(u);
        }
    }

    private void normalizedOutput(Value u) {
        Lazy scaled = new Lazy(() -> f.mul(u, spread(at.input(1))));
        to(1, () -> f.reduceSum(f.mul(u, normalized.get()), false, axes));
        to(2, () -> f.reduceSum(u, false, axes));
        if (training) {
            to(0, () -> standardization().pull(f, scaled.get()));
            return;
        }
        Lazy direct = new Lazy(() -> f.mul(scaled.get(), inverse.get()));
        to(0, direct);
        to(3, () -> f.neg(f.reduceSum(direct.get(), false, axes)));
        to(4, () -> {
            Value square = f.mul(f.mul(direct.get(), normalized.get()), inverse.get());
            return f.mul(f.reduceSum(square, false, axes), -0.5);
        });
    }

    private void runningMean(Value u) {
        to(3, () -> f.mul(u, momentum));
        to(0, () -> f.expandLike(share(u), normalized.get()));
    }

    private void runningVariance(Value u) {
        to(4, () -> f.mul(u, momentum));
        to(0, () -> f.mul(f.mul(share(u), 2), f.div(normalized.get(), inverse.get())));
    }

    /** What each element of a batch adds to a running statistic. */
    private Value share(Value u) {
        return f.div(f.mul(spread(u), 1 - momentum), count.get());
    }

    private void mean(Value u) {
        if (training) {
            to(0, () -> f.expandLike(f.div(spread(u), count.get()), normalized.get()));
        } else {
            to(3, () -> u);
        }
    }

    private void inverse(Value u) {
        if (training) {
            to(0, () -> {
                Value slope = f.mul(f.mul(spread(u), f.square(inverse.get())), normalized.get());
                return f.neg(f.div(slope, count.get()));
            });
        } else {
            Value r = at.output(BatchNormalizationKernel.INVERSE);
            to(4, () -> f.mul(f.mul(u, f.mul(f.square(r), r)), -0.5));
        }
    }

    /** Adds a part to the cotangent of an input that is wanted. */
    private void to(int input, Supplier<Value> part) {
        if (wanted.contains(input)) {
            Value cast = f.cast(part.get(), at.dtype(input));
            result.set(
                    input,
                    Tangent.of(result.get(input) instanceof Tangent.Of(Value present) ? f.add(present, cast) : cast));
        }
    }
}
