package org.cotangent.train.optim;

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
    double keep(long step);

    /** {@return the exponential average; it begins with the parameters of the first update} */
    static Average exponential(double decay) {
        return step -> step == 0 ? 0 : decay;
    }

    /** {@return the exponential average with a decay that rises as {@code (1 + t) / (10 + t)} up to the given one} */
    static Average warmedUp(double decay) {
        return step -> Math.min(decay, (1.0 + step) / (10.0 + step));
    }

    /**
     * {@return the exponential average that begins with nothing, divided by {@code 1 - decay^t}: as Adam corrects its
     * moments}
     */
    static Average corrected(double decay) {
        return step -> (decay - Math.pow(decay, step + 1.0)) / (1 - Math.pow(decay, step + 1.0));
    }

    /** {@return the mean of the parameters after all updates (stochastic weight averaging)} */
    static Average equal() {
        return step -> step / (step + 1.0);
    }
}
