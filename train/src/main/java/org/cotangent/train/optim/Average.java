package org.cotangent.train.optim;

import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;

/**
 * A running average of parameters: after each update {@code a = keep * a + (1 - keep) * p}. At first {@code a} is the
 * parameter before training, of which nothing stays if {@code keep} is 0 after the first update.
 */
@FunctionalInterface
public interface Average {
    /**
     * {@return the share of the average that stays}
     *
     * @param step the number of updates before this one
     */
    Scalar keep(Scalar step);

    /** {@return the exponential average; it begins with the parameters of the first update} */
    static Average exponential(double decay) {
        Scalar first = Scalar.constant(0);
        return step -> Scalar.select(step.equal(first), first, Scalar.constant(decay));
    }

    /** {@return the exponential average with a decay that rises as {@code (1 + t) / (10 + t)} up to the given one} */
    static Average warmedUp(double decay) {
        return step ->
                Scalar.constant(decay).apply(BinaryFunction.MIN, step.plus(1).over(step.plus(10)));
    }

    /**
     * {@return the exponential average that begins with nothing, divided by {@code 1 - decay^t}: as Adam corrects its
     * moments}
     */
    static Average corrected(double decay) {
        return step -> {
            Scalar power = Moments.power(decay, step);
            return Scalar.constant(decay).minus(power).over(Scalar.constant(1).minus(power));
        };
    }

    /** {@return the mean of the parameters after all updates (stochastic weight averaging)} */
    static Average equal() {
        return step -> step.over(step.plus(1));
    }
}
