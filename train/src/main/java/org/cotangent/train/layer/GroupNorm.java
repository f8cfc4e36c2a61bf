package org.cotangent.train.layer;

import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.op.Attributes;

/**
 * Mean 0 and variance 1 within each group of channels of each element of the batch, then scaled and moved by channel
 * (Wu and He, 2018). With as many groups as channels it is instance normalisation.
 */
public final class GroupNorm extends UnaryLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final long groups;
    private final double epsilon;

    public GroupNorm(long groups, long channels) {
        this(groups, channels, 1e-5);
    }

    public GroupNorm(long groups, long channels, double epsilon) {
        this.groups = groups;
        this.epsilon = epsilon;
        this.weight = parameter(Initializer.ones(), channels);
        this.bias = parameter(Initializer.zeros(), channels);
    }

    @Override
    public Variable forward(Variable x) {
        Attributes attributes = Attributes.of("num_groups", groups).with("epsilon", (float) epsilon);
        return x.autograd().op("GroupNormalization", attributes, x, weight, bias);
    }

    @Override
    protected String settings() {
        return groups + ", " + weight.tensor().elements();
    }
}
