package org.cotangent.train.optim;

/** A number that changes from step to step, such as the learning rate or a correction of bias. */
@FunctionalInterface
public interface StepNumber {
    /**
     * {@return the number}
     *
     * @param step the number of updates before this one
     */
    double at(long step, double learningRate);
}
