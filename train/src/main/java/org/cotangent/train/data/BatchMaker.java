package org.cotangent.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cotangent.train.Batch;

/** Makes any batch of one epoch. */
final class BatchMaker {
    private final Dataset dataset;
    private final Collation collation;
    private final long seed;
    private final int epoch;
    private final List<int[]> batches;

    BatchMaker(Dataset dataset, Batching batching, Collation collation, int epoch) {
        this.dataset = dataset;
        this.collation = collation;
        this.seed = batching.seed();
        this.epoch = epoch;
        this.batches = batching.batches(dataset.size(), epoch);
    }

    int count() {
        return batches.size();
    }

    /**
     * {@return batch {@code number}}
     *
     * @param wanted is asked before each sample; once false, the batch is given up
     */
    Batch make(int number, BooleanSupplier wanted) {
        List<Sample> samples = new ArrayList<>();
        for (int index : batches.get(number)) {
            if (!wanted.getAsBoolean()) {
                throw new DataException("the loader was closed");
            }
            samples.add(sample(index));
        }
        try {
            return collation.collate(samples);
        } catch (RuntimeException e) {
            throw new DataException("batch " + number + " of epoch " + epoch + ": " + e.getMessage(), e);
        }
    }

    private Sample sample(int index) {
        try {
            return dataset.sample(index, SampleRandom.of(seed, epoch, index));
        } catch (DataException e) {
            throw new DataException("sample " + index + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new DataException("sample " + index + ": " + e, e);
        }
    }
}
