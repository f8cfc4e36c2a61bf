package org.cotangent.testkit.backend;

import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Small models and their gradients give what portable kernels give in float64, and the same bits for the same inputs,
 * whatever ran before.
 */
record Models() implements BackendLaw {
    @Override
    public String name() {
        return "models and their gradients";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        try (BackendUnderTest.Open open = tested.open()) {
            for (SmallModel model : SmallModel.values()) {
                String problem = problem(tested.portable(), open.engine(), model);
                if (problem != null) {
                    return Verdict.fail(model + ": " + problem);
                }
            }
            return Verdict.pass();
        }
    }

    private static @Nullable String problem(Cotangent portable, Cotangent engine, SmallModel model) {
        try (Session exact = session(portable, model, DType.DOUBLE);
                Session session = session(engine, model, DType.FLOAT)) {
            Map<String, Tensor> first = session.run(model.inputs(1, DType.FLOAT));
            String problem = null;
            for (long seed = 1; problem == null && seed <= 3; seed++) {
                problem = Difference.fromExact(
                        session.run(model.inputs(seed, DType.FLOAT)), exact.run(model.inputs(seed, DType.DOUBLE)));
            }
            return problem == null ? Difference.ofBits(first, session.run(model.inputs(1, DType.FLOAT))) : problem;
        }
    }

    private static Session session(Cotangent engine, SmallModel model, DType dtype) {
        return engine.plan(model.withGradients(engine, dtype), Map.of()).newSession();
    }
}
