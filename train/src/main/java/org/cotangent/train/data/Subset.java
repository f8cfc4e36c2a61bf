package org.cotangent.train.data;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** Some samples of another dataset. */
final class Subset implements Dataset {
    private final Dataset source;
    private final int[] indices;

    Subset(Dataset source, int[] indices) {
        this.source = source;
        this.indices = indices.clone();
        for (int index : this.indices) {
            Objects.checkIndex(index, source.size());
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Sample sample(int index, RandomGenerator random) {
        return source.sample(indices[Objects.checkIndex(index, indices.length)], random);
    }
}
