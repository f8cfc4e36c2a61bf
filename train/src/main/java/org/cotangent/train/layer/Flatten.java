package org.cotangent.train.layer;

import org.cotangent.autograd.Variable;

/** The axes behind the batch as one: from [batch, ...] to [batch, features]. */
public final class Flatten extends UnaryLayer {
    @Override
    public Variable forward(Variable x) {
        return x.flatten(1);
    }
}
