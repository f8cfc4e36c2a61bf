package org.cotangent.testkit.backend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Steps of training by gradients with momentum change parameters and state as they do with portable kernels, and runs
 * take over what the program wrote into parameters: each time, or when told, where the device holds them.
 */
record Training() implements BackendLaw {
    private static final SmallModel MODEL = SmallModel.PERCEPTRON;
    private static final int STEPS = 5;

    @Override
    public String name() {
        return "state of training";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        try (BackendUnderTest.Open open = tested.open();
                Session exact = session(tested.portable(), DType.DOUBLE);
                Session session = session(open.engine(), DType.FLOAT)) {
            String problem = difference(exact, session, "after some steps");
            if (problem == null) {
                halve(exact, session);
                problem = difference(exact, session, "after steps with parameters that the program wrote");
            }
            if (problem == null) {
                session.holdParameters();
                problem = difference(exact, session, "after steps with parameters held");
            }
            if (problem == null) {
                session.fetchParameters();
                halve(exact, session);
                session.renewParameters();
                problem = difference(exact, session, "after steps with parameters renewed");
            }
            return problem == null ? Verdict.pass() : Verdict.fail(problem);
        }
    }

    private static @Nullable String difference(Session exact, Session session, String when) {
        for (int step = 0; step < STEPS; step++) {
            exact.run(MODEL.inputs(step, DType.DOUBLE));
            session.run(MODEL.inputs(step, DType.FLOAT));
        }
        Map<String, Tensor> want = parameters(exact);
        String problem = Difference.fromExact(parameters(session), want);
        return problem == null ? null : when + ", " + problem;
    }

    private static Map<String, Tensor> parameters(Session session) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (String name : List.of("w1", "b1", "w2", "b2")) {
            parameters.put(name, session.parameter(name));
            parameters.put("velocity of " + name, session.parameter("velocity of " + name));
        }
        return parameters;
    }

    private static void halve(Session... sessions) {
        for (Session session : sessions) {
            parameters(session).values().forEach(tensor -> {
                for (long i = 0; i < tensor.elements(); i++) {
                    tensor.setDouble(i, tensor.getDouble(i) / 2);
                }
            });
        }
    }

    private static Session session(Cotangent engine, DType dtype) {
        return engine.plan(graph(engine, dtype), Map.of()).newSession();
    }

    /** {@code v <- 0.9 v + g; p <- p - 0.1 v} for the sum of the squares of the outputs. */
    private static Graph graph(Cotangent engine, DType dtype) {
        Graph graph = MODEL.graph(engine, dtype);
        GraphBuilder builder = GraphBuilder.from(graph, engine.operators());
        Formulas f = new Formulas(builder);
        Value y = graph.output("y");
        List<String> names = graph.parameters().stream().map(Value::name).toList();
        engine.differentiation()
                .gradients(builder, graph, Map.of(y, twice(builder, y)), names)
                .forEach((name, gradient) -> {
                    Value parameter = graph.initializer(name);
                    Value velocity = builder.parameter("velocity of " + name, Tensor.allocate(parameter.tensorType()));
                    Value next = f.add(f.mul(velocity, 0.9), gradient);
                    builder.update(velocity, next);
                    builder.update(parameter, f.sub(parameter, f.mul(next, 0.1)));
                });
        return builder.build();
    }

    /** {@return the cotangent of {@code y} where the sum of its squares is differentiated} */
    static Tangent twice(GraphBuilder builder, Value y) {
        return Tangent.of(new Formulas(builder).mul(y, 2));
    }
}
