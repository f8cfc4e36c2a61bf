package org.cotangent.train.layer;

import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.jspecify.annotations.Nullable;

/** {@code x weight^T + bias}, from [..., in] to [..., out]. Both begin uniform in {@code +-1 / sqrt(in)}. */
public final class Linear extends UnaryLayer {
    private final Parameter weight;
    private final @Nullable Parameter bias;

    public Linear(long inputs, long outputs) {
        this(inputs, outputs, true);
    }

    public Linear(long inputs, long outputs, boolean bias) {
        Initializer uniform = Bounds.of(inputs);
        this.weight = parameter(uniform, outputs, inputs);
        this.bias = bias ? parameter(uniform, outputs) : null;
    }

    /** With a bias that begins with other numbers. */
    public Linear(long inputs, long outputs, Initializer bias) {
        this.weight = parameter(Bounds.of(inputs), outputs, inputs);
        this.bias = parameter(bias, outputs);
    }

    /** {@return the weight [out, in]} */
    public Parameter weight() {
        return weight;
    }

    /** {@return the bias [out], or null} */
    public @Nullable Parameter bias() {
        return bias;
    }

    @Override
    public Variable forward(Variable x) {
        return x.linear(weight, bias);
    }

    @Override
    protected String settings() {
        return weight.tensor().size(1) + ", " + weight.tensor().size(0) + (bias == null ? ", no bias" : "");
    }
}
