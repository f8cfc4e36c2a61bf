package org.cotangent.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Batch;

/** What holds for every loader, whatever its settings. */
class DataLoaderProperties {
    /** Samples that say which one they are, and what chance gave them. */
    private static Dataset numbered(int size) {
        Tensor indices = Tensor.vector(LongStream.range(0, size).toArray());
        return Dataset.of("index", indices, indices)
                .map((sample, random) -> sample.with("chance", Tensor.scalar(random.nextLong())));
    }

    private static List<Batch> batches(DataLoader loader, int epoch, int first) {
        List<Batch> all = new ArrayList<>();
        try (Batches batches = loader.epoch(epoch, first)) {
            batches.forEach(all::add);
        }
        return all;
    }

    private static List<List<Long>> contents(List<Batch> batches) {
        List<List<Long>> all = new ArrayList<>();
        for (Batch batch : batches) {
            for (Tensor tensor : List.of(batch.targets(), input(batch, "index"), input(batch, "chance"))) {
                all.add(Arrays.stream(tensor.toLongs()).boxed().toList());
            }
        }
        return all;
    }

    private static Tensor input(Batch batch, String name) {
        Tensor tensor = batch.inputs().get(name);
        if (tensor == null) {
            throw new AssertionError("no " + name);
        }
        return tensor;
    }

    private static long[] targets(List<Batch> batches) {
        return batches.stream()
                .flatMapToLong(batch -> Arrays.stream(batch.targets().toLongs()))
                .toArray();
    }

    @Property(tries = 60, seed = "1")
    void anEpochHasEveryIndexOnce(
            @ForAll @IntRange(max = 70) int size,
            @ForAll @IntRange(min = 1, max = 9) int batchSize,
            @ForAll long seed,
            @ForAll @IntRange(max = 5) int epoch,
            @ForAll boolean shuffled,
            @ForAll boolean bucketed) {
        DataLoader loader = DataLoader.of(numbered(size), batchSize).withWorkers(2);
        loader = shuffled ? loader.withShuffling(seed) : loader;
        loader = bucketed ? loader.withBuckets(new Buckets(index -> index * 7 % 5, 3)) : loader;
        List<Batch> batches = batches(loader, epoch, 0);
        long[] indices = targets(batches);
        Arrays.sort(indices);
        assertEquals(
                LongStream.range(0, size).boxed().toList(),
                Arrays.stream(indices).boxed().toList());
        assertEquals(loader.count(epoch).orElseThrow(), batches.size());
    }

    @Property(tries = 40, seed = "1")
    void theNumberOfWorkersChangesNothing(
            @ForAll @IntRange(max = 60) int size,
            @ForAll @IntRange(min = 1, max = 9) int batchSize,
            @ForAll @IntRange(min = 1, max = 8) int workers,
            @ForAll @IntRange(min = 1, max = 5) int prefetch,
            @ForAll long seed) {
        DataLoader loader = DataLoader.of(numbered(size), batchSize).withShuffling(seed);
        List<Batch> expected = batches(loader.withWorkers(0), 2, 0);
        List<Batch> actual = batches(loader.withWorkers(workers).withPrefetch(prefetch), 2, 0);
        assertEquals(contents(expected), contents(actual));
    }

    @Property(tries = 40, seed = "1")
    void anEpochThatBeginsLaterIsTheEndOfTheWholeOne(
            @ForAll @IntRange(max = 60) int size,
            @ForAll @IntRange(min = 1, max = 9) int batchSize,
            @ForAll @IntRange(max = 9) int first,
            @ForAll boolean bucketed,
            @ForAll boolean complete,
            @ForAll long seed) {
        DataLoader loader = DataLoader.of(numbered(size), batchSize).withShuffling(seed);
        loader = bucketed ? loader.withBuckets(index -> index % 11) : loader;
        loader = complete ? loader.withoutIncomplete() : loader;
        List<List<Long>> all = contents(batches(loader, 1, 0));
        List<List<Long>> rest = contents(batches(loader, 1, first));
        assertEquals(all.subList(Math.min(all.size(), 3 * first), all.size()), rest);
    }

    @Property(tries = 40, seed = "1")
    void bucketsHoldNeighboursInLength(
            @ForAll @IntRange(min = 1, max = 80) int size,
            @ForAll @IntRange(min = 1, max = 9) int batchSize,
            @ForAll long seed) {
        int[] lengths = IntStream.range(0, size).map(index -> index * 31 % 17).toArray();
        DataLoader loader = DataLoader.of(numbered(size), batchSize)
                .withShuffling(seed)
                .withBuckets(new Buckets(index -> lengths[index], size));
        List<long[]> ranges = new ArrayList<>();
        for (Batch batch : batches(loader, 0, 0)) {
            long[] found = Arrays.stream(batch.targets().toLongs())
                    .map(i -> lengths[(int) i])
                    .sorted()
                    .toArray();
            ranges.add(new long[] {found[0], found[found.length - 1]});
        }
        ranges.sort((a, b) -> a[0] == b[0] ? Long.compare(a[1], b[1]) : Long.compare(a[0], b[0]));
        for (int i = 1; i < ranges.size(); i++) {
            assertTrue(ranges.get(i - 1)[1] <= ranges.get(i)[0], "lengths of two batches overlap");
        }
    }
}
