package org.cotangent.train.layer;

import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.op.Attributes;

/**
 * The elements of the last axes with mean 0 and variance 1, then scaled by a weight and moved by a bias of those sizes
 * (Ba et al., 2016).
 */
public final class LayerNorm extends UnaryLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final double epsilon;

    /** Over the last axes, which have these sizes. */
    public LayerNorm(long... sizes) {
        this(1e-5, sizes);
    }

    public LayerNorm(double epsilon, long... sizes) {
        this.epsilon = epsilon;
        this.weight = parameter(Initializer.ones(), sizes);
        this.bias = parameter(Initializer.zeros(), sizes);
    }

    @Override
    public Variable forward(Variable x) {
        Attributes attributes =
                Attributes.of("axis", (long) -weight.tensor().rank()).with("epsilon", (float) epsilon);
        return x.autograd().op("LayerNormalization", attributes, x, weight, bias);
    }

    @Override
    protected String settings() {
        return weight.type().shape().toString();
    }
}
