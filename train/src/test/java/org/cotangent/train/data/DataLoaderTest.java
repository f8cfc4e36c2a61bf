package org.cotangent.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors, threads and memory of the loader. */
class DataLoaderTest {
    private static Dataset numbered(int size) {
        Tensor indices = Tensor.vector(LongStream.range(0, size).toArray());
        return Dataset.of("x", indices, indices);
    }

    private static List<Long> targets(DataLoader loader, int epoch) {
        List<Long> all = new ArrayList<>();
        try (Batches batches = loader.epoch(epoch)) {
            for (Batch batch : batches) {
                for (long target : batch.targets().toLongs()) {
                    all.add(target);
                }
            }
        }
        return all;
    }

    @Test
    void anOrderBelongsToSeedAndEpoch() {
        DataLoader loader = DataLoader.of(numbered(40), 7).withShuffling(3);
        assertEquals(targets(loader, 4), targets(loader, 4));
        assertNotEquals(targets(loader, 4), targets(loader, 5));
        assertNotEquals(targets(loader, 4), targets(loader.withShuffling(4), 4));
        assertEquals(
                LongStream.range(0, 40).boxed().toList(),
                targets(DataLoader.of(numbered(40), 7), 4),
                "without shuffling, the order of the dataset");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void whatLiesBeforeTheFirstBatchIsNotMade(int workers) {
        Set<Long> made = ConcurrentHashMap.newKeySet();
        Dataset watched = numbered(30).map((sample, random) -> {
            made.add(sample.target().getLong(0));
            return sample;
        });
        try (Batches batches = DataLoader.of(watched, 3).withWorkers(workers).epoch(0, 8)) {
            batches.forEach(batch -> assertEquals(3, batch.targets().elements()));
        }
        assertEquals(Set.of(24L, 25L, 26L, 27L, 28L, 29L), made);
    }

    @Test
    void theIncompleteBatchIsDropped() {
        DataLoader loader = DataLoader.of(numbered(10), 4).withoutIncomplete();
        assertEquals(8, targets(loader, 0).size());
        assertEquals(2, loader.count(0).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aBrokenSampleIsNamedAtItsPlace(int workers) {
        Dataset broken = numbered(20).map((sample, random) -> {
            if (sample.target().getLong(0) == 9) {
                throw new DataException("cats.csv, line 11: no number");
            }
            return sample;
        });
        DataLoader loader = DataLoader.of(broken, 4).withWorkers(workers);
        List<Batch> good = new ArrayList<>();
        DataException e = assertThrows(DataException.class, () -> {
            try (Batches batches = loader.epoch(0)) {
                batches.forEach(good::add);
            }
        });
        assertEquals("sample 9: cats.csv, line 11: no number", e.getMessage());
        assertEquals(2, good.size(), "the batches before it are whole");
    }

    @Test
    void otherExceptionsAreWrappedAndErrorsAreNot() {
        Dataset wrong = numbered(3).map((sample, random) -> {
            throw new IllegalStateException("no network");
        });
        DataException e = assertThrows(DataException.class, () -> targets(DataLoader.of(wrong, 2), 0));
        assertTrue(String.valueOf(e.getMessage()).contains("sample 0"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("no network"), e.getMessage());
        Dataset fatal = numbered(3).map((sample, random) -> {
            throw new StackOverflowError();
        });
        assertThrows(StackOverflowError.class, () -> targets(DataLoader.of(fatal, 2), 0));
    }

    @Test
    void threadsEndWhenTheLoopIsLeftEarly() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Dataset watched = numbered(1000).map((sample, random) -> {
            threads.add(Thread.currentThread());
            return sample;
        });
        try (Batches batches = DataLoader.of(watched, 2).withWorkers(4).epoch(0)) {
            for (Batch batch : batches) {
                assertEquals(2, batch.targets().elements());
                break;
            }
        }
        assertFalse(threads.isEmpty());
        for (Thread thread : threads) {
            // A pool counts as ended a moment before its last thread is.
            assertTrue(thread.join(Duration.ofSeconds(10)), thread.getName());
        }
    }

    @Test
    void noMoreIsMadeThanMayBeAhead() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(3 * 5);
        Dataset counted = numbered(1000).map((sample, random) -> {
            made.incrementAndGet();
            full.countDown();
            return sample;
        });
        DataLoader loader = DataLoader.of(counted, 5).withWorkers(4).withPrefetch(3);
        try (Batches batches = loader.epoch(0)) {
            full.await();
            assertEquals(15, made.get(), "three batches ahead of the first");
            Iterator<Batch> iterator = batches.iterator();
            iterator.next();
            iterator.next();
            assertTrue(made.get() <= 25, made + " samples for two batches taken and three ahead");
        }
    }

    @Test
    void samplesThatDoNotStackAreNamed() {
        Dataset uneven = Dataset.of(List.of(
                Sample.of("ids", Tensor.vector(1L, 2), Tensor.scalar(0L)),
                Sample.of("ids", Tensor.vector(1L), Tensor.scalar(1L))));
        DataException e = assertThrows(DataException.class, () -> targets(DataLoader.of(uneven, 2), 0));
        assertEquals(
                "batch 0 of epoch 0: 'ids' is INT64[2] in the first sample of a batch and INT64[1] in sample 1 of it;"
                        + " bring them to one size, or name it to the loader's Padding",
                e.getMessage());
    }
}
