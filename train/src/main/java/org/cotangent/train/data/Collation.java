package org.cotangent.train.data;

import java.util.List;
import org.cotangent.train.Batch;

/** Puts samples together into a batch. Several threads may ask at once. */
@FunctionalInterface
public interface Collation {
    /**
     * {@return the batch of these samples, in their order}
     *
     * @param samples at least one
     * @throws DataException if they do not fit together
     */
    Batch collate(List<Sample> samples);

    /** {@return a new leading axis over samples that all have the same types} */
    static Collation stacking() {
        return new Stacking();
    }
}
