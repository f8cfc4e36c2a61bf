package org.cotangent.train.layer;

import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;

/** A row of a table for each index, from integers [...] to [..., size]. The table begins normal. */
public final class Embedding extends UnaryLayer {
    private final Parameter weight;

    public Embedding(long rows, long size) {
        this.weight = parameter(Initializer.normal(0, 1), rows, size);
    }

    /** {@return the table [rows, size]} */
    public Parameter weight() {
        return weight;
    }

    @Override
    public Variable forward(Variable indices) {
        return indices.embedding(weight);
    }

    @Override
    protected String settings() {
        return weight.tensor().size(0) + ", " + weight.tensor().size(1);
    }
}
