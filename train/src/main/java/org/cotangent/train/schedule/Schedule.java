package org.cotangent.train.schedule;

/**
 * The learning rate as a function of the step and of nothing else, so that a run that is resumed goes on as if it had
 * not stopped. {@code step -> 4e-4} is a schedule.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * {@return the learning rate}
     *
     * @param step counted from 0
     */
    double rate(long step);

    /** {@return the same rate always; PyTorch's ConstantLR with factor 1} */
    static Schedule constant(double rate) {
        return step -> rate;
    }

    /** {@return this schedule before {@code step}, then the next one, counted from there; PyTorch's SequentialLR} */
    default Schedule then(long step, Schedule next) {
        return k -> k < step ? rate(k) : next.rate(k - step);
    }

    /** {@return the product of two schedules; PyTorch's ChainedScheduler} */
    default Schedule times(Schedule factor) {
        return step -> rate(step) * factor.rate(step);
    }

    /**
     * {@return a rise to the first rate of this schedule, then this schedule}
     *
     * <p>The rise is {@code rate(0) * (step + 1) / (steps + 1)}: the first step has a rate that is not 0, and step
     * number {@code steps} the full one.
     */
    default Schedule afterWarmup(long steps) {
        double full = rate(0);
        return new LinearRamp(full / (steps + 1), full, steps).then(steps, this);
    }
}
