package org.cotangent.train.layer;

import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.op.Attributes;

/**
 * Mean 0 and variance 1 within each channel of each element of the batch, then scaled and moved by channel (Ulyanov et
 * al., 2016). PyTorch's has weight and bias only where {@code affine} is asked for.
 */
public final class InstanceNorm extends UnaryLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final double epsilon;

    public InstanceNorm(long channels) {
        this(channels, 1e-5);
    }

    public InstanceNorm(long channels, double epsilon) {
        this.epsilon = epsilon;
        this.weight = parameter(Initializer.ones(), channels);
        this.bias = parameter(Initializer.zeros(), channels);
    }

    @Override
    public Variable forward(Variable x) {
        Attributes attributes = Attributes.none().with("epsilon", (float) epsilon);
        return x.autograd().op("InstanceNormalization", attributes, x, weight, bias);
    }

    @Override
    protected String settings() {
        return String.valueOf(weight.tensor().elements());
    }
}
