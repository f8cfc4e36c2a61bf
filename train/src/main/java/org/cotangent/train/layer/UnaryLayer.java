package org.cotangent.train.layer;

import java.util.function.UnaryOperator;
import org.cotangent.autograd.Variable;

/** A layer from one variable to one. {@link #forward} says what it computes; {@link #apply} is how it is called. */
public abstract class UnaryLayer extends Layer implements UnaryOperator<Variable> {
    /** {@return what the layer computes} Layers within are called by {@code apply}. */
    public abstract Variable forward(Variable x);

    /** {@return {@link #forward} of {@code x}, run as this layer} */
    @Override
    public final Variable apply(Variable x) {
        return run(x.autograd(), () -> forward(x));
    }
}
