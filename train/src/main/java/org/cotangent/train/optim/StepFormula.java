package org.cotangent.train.optim;

import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * The two readings of a number of a step, both in float64: its value, and nodes that compute it.
 *
 * @param expression of the number of updates before the step, input 0, and the learning rate, input 1
 */
public record StepFormula(Scalar expression) {
    private record Step(Attributes attributes, List<@Nullable Value> inputs, int outputCount) implements Call {}

    public static StepFormula of(StepNumber number) {
        return new StepFormula(number.of(Scalar.input(0), Scalar.input(1)));
    }

    /** {@return the number in a step} Allocates nothing. */
    public double at(double[] stepAndRate) {
        return expression.valueAt(stepAndRate);
    }

    /**
     * {@return the number as a scalar of a graph}
     *
     * @param step a scalar of float64
     * @param learningRate a scalar of float64
     */
    public Value in(Formulas f, Value step, Value learningRate) {
        Forward.Body body = new Forward.Pointwise((attributes, dtype, inputs) -> expression).asExpansion();
        if (body == null) {
            throw new UnsupportedException("the expression " + expression + " cannot be written as operators");
        }
        return body.expand(f, new Step(Attributes.none(), List.of(step, learningRate), 1))
                .getFirst();
    }
}
