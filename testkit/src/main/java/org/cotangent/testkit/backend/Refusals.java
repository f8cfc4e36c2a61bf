package org.cotangent.testkit.backend;

import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Fallback;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Wrong runs are refused by typed errors, and the session serves right ones afterwards; closed sessions, and plans for
 * the device alone that it cannot run alone, are refused.
 */
record Refusals() implements BackendLaw {
    private static final SmallModel MODEL = SmallModel.PERCEPTRON;

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        try (BackendUnderTest.Open open = tested.open()) {
            String problem = ofSession(open.engine());
            for (SmallModel model : SmallModel.values()) {
                problem = problem == null ? ofPlan(open.engine(), model) : problem;
            }
            return problem == null ? Verdict.pass() : Verdict.fail(problem);
        }
    }

    private static @Nullable String ofSession(Cotangent engine) {
        Session session =
                engine.plan(MODEL.graph(engine, DType.FLOAT), Map.of()).newSession();
        Map<String, Tensor> right = MODEL.inputs(1, DType.FLOAT);
        Map<String, Tensor> before = session.run(right);
        for (Map<String, Tensor> wrong : wrongInputs()) {
            try {
                session.run(wrong);
                return "a run with inputs " + wrong + " is not refused";
            } catch (CotangentException e) {
                String problem = Difference.ofBits(before, session.run(right));
                if (problem != null) {
                    return "after a run that was refused (" + e.getMessage() + "), " + problem;
                }
            }
        }
        session.close();
        session.close();
        try {
            session.run(right);
            return "a closed session runs";
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static List<Map<String, Tensor>> wrongInputs() {
        return List.of(
                Map.of(),
                Map.of("x", SmallModel.drawn(1, 8, 6).converted(DType.FLOAT)),
                Map.of("x", SmallModel.drawn(1, 8, 7)));
    }

    private static @Nullable String ofPlan(Cotangent engine, SmallModel model) {
        try {
            Plan plan = engine.withFallback(Fallback.FAIL).plan(model.graph(engine, DType.FLOAT), Map.of());
            return plan.fallbacks().isEmpty() ? null : model + " runs on the host in spite of all: " + plan.fallbacks();
        } catch (UnsupportedException e) {
            return null;
        }
    }
}
