package org.cotangent.train.optim;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/**
 * How parameters follow their gradients. Written in operators, so that a training step is one graph.
 *
 * <p>Weight decay, where an optimiser has it, is that of PyTorch's: {@code weightDecay * p} is added to the gradient,
 * unless the optimiser says otherwise.
 */
public interface Optimizer {
    /**
     * {@return the new value of a parameter}
     *
     * @param state what the optimiser keeps about the parameter, and the numbers of the step
     */
    Value update(Formulas f, Value parameter, Value gradient, State state);

    /** {@return this optimiser with another weight decay, all else equal} */
    Optimizer withWeightDecay(double weightDecay);

    /** {@return this optimiser going up: it is given the negative of each gradient} */
    default Optimizer maximizing() {
        return new Ascent(this);
    }

    /** What an update reads and writes beside parameter and gradient. */
    interface State {
        /** {@return a tensor of the parameter's type that is kept between steps, zeros at first} */
        default Value slot(String name) {
            return slot(name, 0);
        }

        /** {@return a tensor of the parameter's type that is kept between steps, full of this number at first} */
        Value slot(String name, double initial);

        /** Sets what a slot holds after the step. */
        void set(String name, Value value);

        /**
         * {@return a number that is computed before each step, as a scalar of the parameter's element type}
         *
         * @param name what an optimiser calls the number: one name, one function
         */
        Value number(String name, StepNumber number);

        /** {@return the learning rate of the step} */
        default Value rate() {
            return number("rate", (step, rate) -> rate);
        }
    }
}
