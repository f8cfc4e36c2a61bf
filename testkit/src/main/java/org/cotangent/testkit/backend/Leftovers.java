package org.cotangent.testkit.backend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.Verdict;

/**
 * Sessions that are opened and closed leave no memory, and a backend that is closed leaves no threads.
 *
 * <p>Memory is said to leak if in most rounds it grows by half of what so many sessions would leave if none freed its
 * parameters.
 */
record Leftovers() implements BackendLaw {
    private static final int SIZE = 768;
    private static final int SESSIONS = 24;
    private static final int ROUNDS = 5;
    private static final long BYTES = 4L * SIZE * SIZE;
    private static final long ALLOWED = SESSIONS * BYTES / 2;
    private static final long PATIENCE_MILLIS = 2000;

    @Override
    public String name() {
        return "what closed sessions and a closed backend leave";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        Set<Thread> before = threads();
        boolean measured;
        try (BackendUnderTest.Open open = tested.open()) {
            sessions(open.engine());
            measured = open.memory().isPresent();
            List<Long> growths = measured ? growths(open) : List.of();
            if (measured && growths.stream().sorted().toList().get(ROUNDS / 2) > ALLOWED) {
                return Verdict.fail("time and again " + SESSIONS + " sessions with parameters of " + BYTES
                        + " bytes each were closed and left bytes behind: " + growths);
            }
        }
        Set<String> left = remaining(before);
        return !left.isEmpty()
                ? Verdict.fail("the closed backend leaves the threads " + left)
                : measured ? Verdict.pass() : Verdict.skipped("nobody knows how much memory the backend holds");
    }

    /** {@return what is left after each round} */
    private static List<Long> growths(BackendUnderTest.Open open) {
        List<Long> growths = new ArrayList<>();
        long before = settled(open);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < SESSIONS; i++) {
                sessions(open.engine());
            }
            long after = settled(open);
            growths.add(after - before);
            before = after;
        }
        return growths;
    }

    /** What is unreachable is freed first. */
    private static long settled(BackendUnderTest.Open open) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            pause(30);
            OptionalLong bytes = open.memory();
            least = Math.min(least, bytes.orElseThrow());
        }
        return least;
    }

    /** Makes, runs and closes a session that multiplies by a matrix. */
    private static void sessions(Cotangent engine) {
        GraphBuilder builder = engine.graph("large");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, SIZE));
        Value w = builder.parameter("w", Tensor.full(DType.FLOAT, 0.5, SIZE, SIZE));
        builder.output("y", f.op("Relu", f.matmul(x, w)));
        try (Session session = engine.plan(builder.build(), Map.of()).newSession()) {
            session.run(Map.of("x", Tensor.full(DType.FLOAT, 1, 1, SIZE)));
        }
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /** {@return the threads of programs that are there now and were not before} */
    private static Set<String> remaining(Set<Thread> before) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        Set<String> left = fresh(before);
        while (!left.isEmpty() && System.nanoTime() < end) {
            pause(20);
            left = fresh(before);
        }
        return left;
    }

    private static Set<String> fresh(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread) && isOfPrograms(thread))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    /** Java starts threads of its own when it likes. */
    private static boolean isOfPrograms(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        boolean common = thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
        return group != null
                && !common
                && !group.getName().equals("system")
                && !group.getName().equals("InnocuousThreadGroup");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
