package org.cotangent.testkit.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** From one seed come the random numbers that portable kernels draw, others in every run, and the same ones again. */
record RandomNumbers() implements BackendLaw {
    private static final long SEED = 11;

    @Override
    public String name() {
        return "random numbers";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        try (BackendUnderTest.Open open = tested.open()) {
            List<Map<String, Tensor>> expected = runs(tested.portable());
            List<Map<String, Tensor>> found = runs(open.engine());
            for (int run = 0; run < found.size(); run++) {
                String problem = Difference.fromExact(found.get(run), expected.get(run));
                if (problem != null) {
                    return Verdict.fail("in run " + run + " after seed " + SEED + ", " + problem);
                }
            }
            String problem = Difference.ofBits(found.get(0), found.get(2));
            return problem != null
                    ? Verdict.fail("with the same seed, " + problem)
                    : Difference.ofBits(found.get(0), found.get(1)) == null
                            ? Verdict.fail("two runs draw the same numbers: " + found)
                            : Verdict.pass();
        }
    }

    /** {@return two runs after a seed, and one after the same seed} */
    private static List<Map<String, Tensor>> runs(Cotangent engine) {
        List<Map<String, Tensor>> runs = new ArrayList<>();
        Tensor x = SmallModel.drawn(1, 7, 5).converted(DType.FLOAT);
        try (Session session = engine.plan(graph(engine), Map.of()).newSession()) {
            for (boolean seeded : new boolean[] {true, false, true}) {
                if (seeded) {
                    session.seed(SEED);
                }
                runs.add(session.run(Map.of("x", x)));
            }
        }
        return runs;
    }

    private static Graph graph(Cotangent engine) {
        GraphBuilder builder = engine.graph("random");
        Formulas f = new Formulas(builder);
        @Nullable Value x = builder.input("x", TensorType.of(DType.FLOAT, 7, 5));
        Value noisy = f.add(x, f.op("RandomNormalLike", x));
        builder.output(
                "y",
                f.op(
                        "Dropout",
                        f.mul(noisy, f.op("RandomUniformLike", x)),
                        f.constant(Tensor.scalar(0.3f)),
                        f.constant(Tensor.of(new boolean[] {true}))));
        return builder.build();
    }
}
