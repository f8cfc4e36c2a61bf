package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.AdjointIdentity;
import org.cotangent.testkit.calculus.MapLaw;
import org.cotangent.testkit.calculus.NumericAgreement;
import org.cotangent.testkit.calculus.ProductLinearity;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.Float64;
import org.cotangent.testkit.law.GraphMap;

/**
 * Checks the derivatives of a whole graph at one point, for each floating input and each parameter by itself.
 *
 * <p>The graph is computed in float64 whatever its element types are, so that finite differences mean something.
 */
public final class GradientCheck {
    private static final List<MapLaw> LAWS =
            List.of(new NumericAgreement(), new AdjointIdentity(), new ProductLinearity());

    private final Cotangent engine;
    private final long seed;

    /**
     * @param engine with the operators of the graphs
     * @param seed of the directions in which one differentiates
     */
    public GradientCheck(Cotangent engine, long seed) {
        this.engine = engine;
        this.seed = seed;
    }

    /**
     * {@return a finding for each law and each floating input and parameter, named {@code law of name}}
     *
     * @param inputs the point; values of all inputs of the graph
     */
    public List<Finding> of(Graph graph, Map<String, Tensor> inputs) {
        Map<String, TensorType> types =
                inputs.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().type()));
        Graph specialised = engine.specialise(graph, types);
        Map<String, Tensor> point = new LinkedHashMap<>(inputs);
        Set<String> parameters = new LinkedHashSet<>();
        for (Value parameter : specialised.parameters()) {
            if (parameter.dtype().isFloating()) {
                parameters.add(parameter.name());
                point.put(parameter.name(), specialised.initializers().get(parameter));
            }
        }
        Graph exact = Float64.of(specialised, parameters, engine.operators());
        point.replaceAll((name, tensor) -> tensor.dtype().isFloating() ? tensor.converted(DType.DOUBLE) : tensor);
        List<Finding> findings = new ArrayList<>();
        try (EngineBench bench = new EngineBench(engine, List.of())) {
            point.forEach((name, tensor) -> {
                if (tensor.dtype().isFloating()) {
                    findings.addAll(check(new GraphMap(bench, exact, point, List.of(name), TensorTuple.of(tensor)), name));
                }
            });
        }
        return findings;
    }

    private List<Finding> check(GraphMap map, String name) {
        return LAWS.stream()
                .map(law -> {
                    Verdict verdict = law.check(map, new SplittableRandom(seed));
                    return new Finding(law.name() + " of " + name, verdict);
                })
                .toList();
    }
}
