package org.cotangent.testkit.backend;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.testkit.calculus.Verdict;

/** The backend's loops do each number once, in no more parts than there are threads, and the same parts each time. */
record ParallelLoops() implements BackendLaw {
    private record Part(long from, long to) {}

    @Override
    public String name() {
        return "loops on its threads";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        try (BackendUnderTest.Open open = tested.open()) {
            Parallel parallel = open.backend().parallel();
            for (int n : new int[] {0, 1, 2, 63, 1000, 100_003}) {
                for (int grain : new int[] {1, 64, 5000}) {
                    AtomicIntegerArray times = new AtomicIntegerArray(n);
                    Queue<Part> parts = new ConcurrentLinkedQueue<>();
                    parallel.forRange(n, grain, (from, to) -> {
                        parts.add(new Part(from, to));
                        for (long i = from; i < to; i++) {
                            times.incrementAndGet((int) i);
                        }
                    });
                    for (int i = 0; i < n; i++) {
                        if (times.get(i) != 1) {
                            return Verdict.fail(i + " of " + n + " was done " + times.get(i) + " times");
                        }
                    }
                    if (parts.size() > parallel.threads()) {
                        return Verdict.fail(
                                parts.size() + " parts of " + n + " for " + parallel.threads() + " threads");
                    }
                    boolean same = true;
                    Queue<Part> again = new ConcurrentLinkedQueue<>();
                    parallel.forRange(n, grain, (from, to) -> again.add(new Part(from, to)));
                    same &= again.size() == parts.size() && parts.containsAll(again);
                    if (!same) {
                        return Verdict.fail("the parts of " + n + " are " + parts + " and then " + again);
                    }
                }
            }
            return Verdict.pass();
        }
    }
}
