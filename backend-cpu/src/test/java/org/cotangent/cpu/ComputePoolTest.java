package org.cotangent.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
public class ComputePoolTest {

    /** Makes the pool that a test is about. */
    protected ComputePool pool(int threads) {
        return new ComputePool(threads);
    }

    private record Part(long from, long to) {}

    private static List<Part> partsOf(ComputePool pool, long n, long grain) {
        ConcurrentLinkedQueue<Part> parts = new ConcurrentLinkedQueue<>();
        pool.forRange(n, grain, (from, to) -> parts.add(new Part(from, to)));
        return parts.stream().sorted(Comparator.comparingLong(Part::from)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyIndexIsHandledOnce(int threads) {
        try (ComputePool pool = pool(threads)) {
            for (int n : new int[] {0, 1, 2, 5, 16, 17, 1000}) {
                for (long grain : new long[] {0, 1, 3, 16, 5000}) {
                    AtomicIntegerArray seen = new AtomicIntegerArray(n);
                    pool.forRange(n, grain, (from, to) -> {
                        for (long i = from; i < to; i++) {
                            seen.incrementAndGet((int) i);
                        }
                    });
                    for (int i = 0; i < n; i++) {
                        assertEquals(1, seen.get(i));
                    }
                }
            }
        }
    }

    @Test
    void theCutDependsOnNothingButRangeGrainAndThreads() {
        try (ComputePool pool = pool(3)) {
            List<Part> parts = partsOf(pool, 100, 8);
            assertTrue(parts.size() <= 3);
            for (Part part : parts) {
                assertEquals(0, part.from() % 8);
                assertTrue(part.to() - part.from() >= 8);
            }
            for (int i = 0; i < 200; i++) {
                assertEquals(parts, partsOf(pool, 100, 8));
            }
            List<List<Part>> nested = new ArrayList<>();
            pool.forRange(1, 1, (from, to) -> nested.add(partsOf(pool, 100, 8)));
            assertEquals(List.of(parts), nested);
        }
    }

    @Test
    void allThreadsTakePart() {
        try (ComputePool pool = pool(4)) {
            CountDownLatch together = new CountDownLatch(4);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            pool.forRange(4, 1, (from, to) -> {
                threads.add(Thread.currentThread());
                together.countDown();
                await(together);
            });
            assertEquals(4, threads.size());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void loopsInsideLoopsAndFromManyThreadsEnd() throws InterruptedException {
        try (ComputePool pool = pool(3)) {
            AtomicLong sum = new AtomicLong();
            List<Thread> callers = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                callers.add(Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 300; round++) {
                        pool.forRange(6, 1, (from, to) -> pool.forRange(to - from, 1, (f, t) -> sum.addAndGet(t - f)));
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(4 * 300 * 6, sum.get());
        }
    }

    @Test
    void anExceptionReachesTheCallerAfterAllPartsAndThePoolGoesOn() {
        try (ComputePool pool = pool(3)) {
            RuntimeException failure = new RuntimeException("part");
            AtomicLong handled = new AtomicLong();
            Throwable thrown = assertThrows(
                    RuntimeException.class,
                    () -> pool.forRange(3, 1, (from, to) -> {
                        handled.addAndGet(to - from);
                        if (from == 1) {
                            throw failure;
                        }
                    }));
            assertSame(failure, thrown);
            assertEquals(3, handled.get());
            assertEquals(3, partsOf(pool, 3, 1).size());
        }
    }

    @Test
    void aClosedPoolStillRunsLoops() {
        ComputePool pool = pool(2);
        pool.close();
        assertEquals(2, partsOf(pool, 10, 5).size());
    }

    @Test
    void aPoolWithoutThreadsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> pool(0));
    }
}
