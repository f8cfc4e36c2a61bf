package org.cotangent.train.layer;

import org.cotangent.autograd.Variable;

/**
 * In training, sets elements to zero with a probability and divides the others by one minus it (Srivastava et al.,
 * 2014); in evaluation the identity.
 */
public final class Dropout extends UnaryLayer {
    private final double probability;

    /** With probability 0.5. */
    public Dropout() {
        this(0.5);
    }

    public Dropout(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is between 0 and 1, not " + probability);
        }
        this.probability = probability;
    }

    @Override
    public Variable forward(Variable x) {
        return x.dropout(probability, isTraining());
    }

    @Override
    protected String settings() {
        return String.valueOf(probability);
    }
}
