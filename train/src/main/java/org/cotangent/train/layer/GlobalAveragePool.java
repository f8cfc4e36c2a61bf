package org.cotangent.train.layer;

import org.cotangent.autograd.Variable;

/** The mean over all spatial axes, from [batch, channels, ...] to [batch, channels, 1, ...]. */
public final class GlobalAveragePool extends UnaryLayer {
    @Override
    public Variable forward(Variable x) {
        return x.globalAveragePool();
    }
}
