package org.cotangent.testkit.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** Sessions of one plan in several threads give, each of them, the bits that one session alone gives. */
record SeveralThreads() implements BackendLaw {
    private static final int THREADS = 4;
    private static final int RUNS = 25;

    @Override
    public String name() {
        return "sessions of several threads";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        try (BackendUnderTest.Open open = tested.open()) {
            for (SmallModel model : List.of(SmallModel.PERCEPTRON, SmallModel.CONVOLUTIONS, SmallModel.LATE_SIZES)) {
                Plan plan = open.engine().plan(model.withGradients(open.engine(), DType.FLOAT), Map.of());
                String problem = problem(plan, model);
                if (problem != null) {
                    return Verdict.fail(model + ": " + problem);
                }
            }
            return Verdict.pass();
        }
    }

    private static @Nullable String problem(Plan plan, SmallModel model) {
        List<Map<String, Tensor>> alone = new ArrayList<>();
        try (Session session = plan.newSession()) {
            for (int run = 0; run < RUNS; run++) {
                alone.add(session.run(model.inputs(run, DType.FLOAT)));
            }
        }
        List<Future<@Nullable String>> found = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                found.add(threads.submit(() -> difference(plan, model, alone, first)));
            }
        }
        for (Future<@Nullable String> each : found) {
            String problem = result(each);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String difference(
            Plan plan, SmallModel model, List<Map<String, Tensor>> alone, int first) {
        try (Session session = plan.newSession()) {
            for (int run = 0; run < RUNS; run++) {
                int which = (run + first) % RUNS;
                String problem = Difference.ofBits(alone.get(which), session.run(model.inputs(which, DType.FLOAT)));
                if (problem != null) {
                    return problem;
                }
            }
            return null;
        }
    }

    private static @Nullable String result(Future<@Nullable String> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return "a thread fails with " + e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
