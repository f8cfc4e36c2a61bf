package org.cotangent.train.optim;

import org.cotangent.spi.op.Scalar;

/**
 * A number that changes from step to step, such as the learning rate or a correction of bias, as an expression: it is
 * computed before a planned step, and written into the graph of a step that others run.
 */
@FunctionalInterface
public interface StepNumber {
    /**
     * {@return the number}
     *
     * @param step the number of updates before this one
     */
    Scalar of(Scalar step, Scalar learningRate);
}
