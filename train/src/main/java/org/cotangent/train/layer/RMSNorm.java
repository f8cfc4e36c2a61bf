package org.cotangent.train.layer;

import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.op.Attributes;

/** The elements of the last axes divided by the root of the mean of their squares, then scaled by a weight. */
public final class RMSNorm extends UnaryLayer {
    private final Parameter weight;
    private final double epsilon;

    /** Over the last axes, which have these sizes. */
    public RMSNorm(long... sizes) {
        this(1e-5, sizes);
    }

    public RMSNorm(double epsilon, long... sizes) {
        this.epsilon = epsilon;
        this.weight = parameter(Initializer.ones(), sizes);
    }

    @Override
    public Variable forward(Variable x) {
        Attributes attributes =
                Attributes.of("axis", (long) -weight.tensor().rank()).with("epsilon", (float) epsilon);
        return x.autograd().op("RMSNormalization", attributes, x, weight);
    }

    @Override
    protected String settings() {
        return weight.type().shape().toString();
    }
}
