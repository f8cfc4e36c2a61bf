package org.cotangent.train.loss;

import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.TensorType;

/** A scalar that says how far an output is from its target. Written once, in operators; the gradient follows. */
public interface Loss {
    /**
     * {@return the loss as a scalar}
     *
     * @param target of the type {@link #target}; without elements if there is {@linkplain #hasTarget() none}
     */
    Value of(Formulas f, Value output, Value target);

    /** {@return the type of the targets of outputs of this type} */
    TensorType target(TensorType output);

    /** {@return whether steps take targets} */
    default boolean hasTarget() {
        return true;
    }

    /**
     * {@return the loss of variables, of which gradients go to the output}
     *
     * <p>Throws {@link GraphException} for a target that requires gradients, and {@link TypeException} for one of
     * another type than {@link #target} says.
     */
    default Variable apply(Variable output, Variable target) {
        if (target.requiresGrad()) {
            throw new GraphException("losses do not compute the gradient with respect to targets: detach() the target "
                    + target.type() + ", or exchange it with the output");
        }
        TensorType expected = target(output.value().tensorType());
        if (!expected.equals(target.value().type())) {
            throw new TypeException(
                    "the target of an output " + output.type() + " is " + expected + ", not " + target.type());
        }
        Autograd autograd = output.autograd();
        return autograd.variable(of(autograd.ops().f(), output.value(), target.value()));
    }
}
