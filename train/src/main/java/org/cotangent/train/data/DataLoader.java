package org.cotangent.train.data;

import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * Makes batches of a dataset, on threads of its own, ahead of whoever takes them.
 *
 * <p>Which samples make which batch, their order and their contents depend on the seed and the epoch alone, not on the
 * number of threads, and an epoch can begin at any batch. At most {@code prefetch} batches are held that nobody took
 * yet. A loader is immutable; the methods {@code with...} return others. Several epochs may be gone through at once.
 *
 * <pre>{@code
 * DataLoader loader = DataLoader.of(dataset, 64).withShuffling(17).withWorkers(4);
 * }</pre>
 */
public final class DataLoader implements BatchSource {
    private final Dataset dataset;
    private final Batching batching;
    private final Collation collation;
    private final int workers;
    private final int prefetch;

    private DataLoader(Dataset dataset, Batching batching, Collation collation, int workers, int prefetch) {
        this.dataset = dataset;
        this.batching = batching;
        this.collation = collation;
        this.workers = workers;
        this.prefetch = prefetch;
        if (workers < 0 || prefetch < 1) {
            throw new DataException("a loader cannot have " + workers + " workers and " + prefetch + " batches ahead");
        }
    }

    /** {@return batches in the order of the dataset, the last one perhaps smaller, made by one thread, two ahead} */
    public static DataLoader of(Dataset dataset, int batchSize) {
        return new DataLoader(dataset, new Batching(batchSize, false, 0, false, null), Collation.stacking(), 1, 2);
    }

    /** {@return this loader, taking the samples of each epoch in another order, which depends on seed and epoch} */
    public DataLoader withShuffling(long seed) {
        return with(new Batching(batching.batchSize(), true, seed, batching.dropsLast(), batching.buckets()));
    }

    /** {@return this loader with another seed for the order, if it shuffles, and for the transforms of samples} */
    public DataLoader withSeed(long seed) {
        return with(new Batching(
                batching.batchSize(), batching.shuffled(), seed, batching.dropsLast(), batching.buckets()));
    }

    /** {@return this loader, leaving out a batch with fewer samples than the others} */
    public DataLoader withoutIncomplete() {
        return with(new Batching(batching.batchSize(), batching.shuffled(), batching.seed(), true, batching.buckets()));
    }

    /**
     * {@return this loader, putting samples of about the same length into a batch}
     *
     * @param length of the sample of an index, such as the number of its tokens
     */
    public DataLoader withBuckets(IntUnaryOperator length) {
        return withBuckets(new Buckets(length, 64));
    }

    /** {@return this loader, putting samples of about the same length into a batch} */
    public DataLoader withBuckets(Buckets buckets) {
        return with(new Batching(
                batching.batchSize(), batching.shuffled(), batching.seed(), batching.dropsLast(), buckets));
    }

    /** {@return this loader, putting samples together in this way} */
    public DataLoader withCollation(Collation other) {
        return new DataLoader(dataset, batching, other, workers, prefetch);
    }

    /** {@return this loader, with so many threads and twice as many batches ahead} 0: the taker's own thread. */
    public DataLoader withWorkers(int count) {
        return new DataLoader(dataset, batching, collation, count, Math.max(1, 2 * count));
    }

    /** {@return this loader, making at most so many batches ahead of the one that is taken} */
    public DataLoader withPrefetch(int batches) {
        return new DataLoader(dataset, batching, collation, workers, batches);
    }

    private DataLoader with(Batching other) {
        return new DataLoader(dataset, other, collation, workers, prefetch);
    }

    public Dataset dataset() {
        return dataset;
    }

    @Override
    public OptionalInt count(int epoch) {
        return OptionalInt.of(batching.count(dataset.size()));
    }

    @Override
    public String identity() {
        return dataset.size() + " samples in " + batching;
    }

    @Override
    public Batches epoch(int epoch, int first) {
        BatchMaker maker = new BatchMaker(dataset, batching, collation, epoch);
        return workers == 0 ? new DirectBatches(maker, first) : new PrefetchedBatches(maker, first, workers, prefetch);
    }
}
