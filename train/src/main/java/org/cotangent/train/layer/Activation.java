package org.cotangent.train.layer;

import java.util.function.UnaryOperator;
import org.cotangent.autograd.Variable;

/** Functions between layers, element by element. */
public enum Activation implements UnaryOperator<Variable> {
    RELU(Variable::relu),
    GELU(Variable::gelu),
    /** {@code x sigmoid(x)}, also called swish. */
    SILU(Variable::silu),
    MISH(Variable::mish),
    ELU(Variable::elu),
    SELU(Variable::selu),
    /** {@code x} from 0 on, {@code 0.01 x} below. */
    LEAKY_RELU(x -> x.leakyRelu(0.01)),
    TANH(Variable::tanh),
    SIGMOID(Variable::sigmoid),
    SOFTPLUS(Variable::softplus),
    HARD_SIGMOID(Variable::hardSigmoid),
    HARD_SWISH(Variable::hardSwish);

    private final UnaryOperator<Variable> function;

    Activation(UnaryOperator<Variable> function) {
        this.function = function;
    }

    @Override
    public Variable apply(Variable x) {
        return function.apply(x);
    }
}
