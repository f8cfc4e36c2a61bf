package org.cotangent.train.optim;

import java.util.Map;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** How parameters follow their gradients. Written in operators, so that a training step is one graph. */
public interface Optimizer {
    /**
     * {@return the new value of a parameter}
     *
     * @param state what the optimiser keeps about the parameter, and the numbers of the step
     */
    Value update(Formulas f, Value parameter, Value gradient, State state);

    /**
     * {@return the numbers that change from step to step, by name}
     *
     * @param step counted from 0
     */
    Map<String, Double> numbers(long step, double learningRate);

    /** What an update reads and writes beside parameter and gradient. */
    interface State {
        /** {@return a tensor of the parameter's type that is kept between steps, zeros at first} */
        Value slot(String name);

        /** Sets what a slot holds after the step. */
        void set(String name, Value value);

        /** {@return one of the {@link Optimizer#numbers}, as a scalar of the parameter's element type} */
        Value number(String name);
    }
}
