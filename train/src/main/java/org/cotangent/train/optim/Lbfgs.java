package org.cotangent.train.optim;

import org.cotangent.spi.CotangentException;

/**
 * Settings of L-BFGS (Liu and Nocedal, 1989), which goes along {@code -H g} for an estimate H of the inverse Hessian
 * made of the last changes of parameters and gradient. It evaluates the loss several times for a step on the same
 * batch, so that it is run by {@code org.cotangent.train.LbfgsTraining}. PyTorch's LBFGS.
 *
 * @param iterations at most, in one step
 * @param evaluations of the loss, at most, in one step; a line search is not cut short
 * @param gradientTolerance a step ends when no element of the gradient is larger
 * @param changeTolerance a step ends when no parameter changes more, or the loss does not; a line search ends when
 *     nothing between its bounds would change a parameter more
 * @param history how many changes the estimate is made of
 * @param strongWolfe whether the length of each iteration is found by a line search for the strong Wolfe conditions;
 *     otherwise it is the learning rate, in the first iteration of all no more than {@code rate / sum |g|}
 */
public record Lbfgs(
        int iterations,
        int evaluations,
        double gradientTolerance,
        double changeTolerance,
        int history,
        boolean strongWolfe) {
    public Lbfgs {
        if (iterations < 1 || history < 1) {
            throw new CotangentException("L-BFGS needs at least one iteration and a history of one change, not "
                    + iterations + " and " + history);
        }
    }

    /** {@return 20 iterations with 25 evaluations, a history of 100 changes, and no line search} */
    public static Lbfgs standard() {
        return new Lbfgs(20, 25, 1e-7, 1e-9, 100, false);
    }

    /** {@return these settings with the line search} */
    public Lbfgs withStrongWolfe() {
        return new Lbfgs(iterations, evaluations, gradientTolerance, changeTolerance, history, true);
    }

    /** {@return these settings with other limits of a step} */
    public Lbfgs withLimits(int mostIterations, int mostEvaluations) {
        return new Lbfgs(mostIterations, mostEvaluations, gradientTolerance, changeTolerance, history, strongWolfe);
    }
}
