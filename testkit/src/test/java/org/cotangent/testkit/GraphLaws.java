package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.AdjointIdentity;
import org.cotangent.testkit.calculus.DifferentiableMap;
import org.cotangent.testkit.calculus.HessianSymmetry;
import org.cotangent.testkit.calculus.MapLaw;
import org.cotangent.testkit.calculus.NumericAgreement;
import org.cotangent.testkit.calculus.ProductLinearity;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.GraphMap;

/** Checks both products of formulas over float64, and those of their gradients, at a point. */
final class GraphLaws {
    private static final long SEED = 7;

    private final Cotangent engine =
            Cotangent.portable(OperatorRegistry.load(getClass().getClassLoader()));

    Cotangent engine() {
        return engine;
    }

    /** {@return the graph of a function of tensors like these} */
    Graph graph(BiFunction<Formulas, List<Value>, Value> function, Tensor... point) {
        GraphBuilder builder = engine.graph("function");
        List<Value> inputs = new ArrayList<>();
        for (Tensor tensor : point) {
            inputs.add(builder.input("x" + inputs.size(), tensor.type()));
        }
        builder.output("y", function.apply(new Formulas(builder), inputs));
        return engine.specialise(builder.build(), Map.of());
    }

    /** Throws {@link AssertionError} if a derivative of first or second order is wrong. */
    void hold(BiFunction<Formulas, List<Value>, Value> function, Tensor... point) {
        hold(graph(function, point), point);
    }

    void hold(Graph graph, Tensor... point) {
        List<String> problems = new ArrayList<>();
        try (EngineBench bench = new EngineBench(engine)) {
            DifferentiableMap map = new GraphMap(
                    bench, graph, Map.of(), List.copyOf(graph.inputs().keySet()), TensorTuple.of(point));
            for (MapLaw law : List.of(new NumericAgreement(), new AdjointIdentity(), new ProductLinearity())) {
                note(problems, law.name(), law.check(map, new SplittableRandom(SEED)));
            }
            DifferentiableMap gradient = map.pullback(map.apply(map.point()).bounded(new SplittableRandom(SEED)));
            for (MapLaw law : List.of(new NumericAgreement(), new AdjointIdentity())) {
                note(problems, law.name() + " of the gradient", law.check(gradient, new SplittableRandom(SEED)));
            }
            note(problems, "Hessian", new HessianSymmetry().check(map, new SplittableRandom(SEED)));
        }
        assertTrue(problems.isEmpty(), () -> String.join("\n", problems));
    }

    private static void note(List<String> problems, String law, Verdict verdict) {
        if (!(verdict instanceof Verdict.Pass)) {
            problems.add(law + ": " + verdict);
        }
    }
}
