package org.cotangent.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.AdjointIdentity;
import org.cotangent.testkit.calculus.MapLaw;
import org.cotangent.testkit.calculus.NumericAgreement;
import org.cotangent.testkit.calculus.ProductLinearity;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.Float64;
import org.cotangent.testkit.law.GraphMap;

/**
 * Checks the derivatives of a whole graph at one point, for each floating input and each parameter by itself.
 *
 * <p>{@snippet : GradientCheck.of(Path.of("model.onnx")).verify(); }
 *
 * <p>The graph is computed in float64 whatever its element types are, so that finite differences mean something. If it
 * names no parameters, all floating initializers are taken that stand where an operator has a tangent space. Inputs
 * that are not given are drawn: symbolic sizes are 2, floating elements normally distributed, all others 0 or 1.
 */
public final class GradientCheck {
    private static final List<MapLaw> LAWS =
            List.of(new NumericAgreement(), new AdjointIdentity(), new ProductLinearity());
    private static final long SIZE = 2;

    private final Cotangent engine;
    private final Graph graph;
    private final Map<String, Tensor> inputs;
    private final long seed;

    private GradientCheck(Cotangent engine, Graph graph, Map<String, Tensor> inputs, long seed) {
        this.engine = engine;
        this.graph = graph;
        this.inputs = Map.copyOf(inputs);
        this.seed = seed;
    }

    /**
     * {@return a check of the model in a file, with the operators on the class path and module path}
     *
     * <p>Throws {@link UnsupportedException} for a model with operators that are not there.
     */
    public static GradientCheck of(Path model) {
        Cotangent engine = Cotangent.load();
        ImportedModel imported = Onnx.open(model, engine.operators());
        if (!imported.unsupported().isEmpty()) {
            throw new UnsupportedException(model + " cannot be run: " + imported.unsupported());
        }
        return of(imported.graph(), engine);
    }

    /** {@return a check of a graph, with the engine that runs it} */
    public static GradientCheck of(Graph graph, Cotangent engine) {
        return new GradientCheck(engine, graph, Map.of(), 42);
    }

    /** {@return the same check with these values for inputs of the graph} */
    public GradientCheck at(Map<String, Tensor> values) {
        return new GradientCheck(engine, graph, values, seed);
    }

    /** {@return the same check in other directions, at other inputs} */
    public GradientCheck withSeed(long other) {
        return new GradientCheck(engine, graph, inputs, other);
    }

    /** Throws {@link AssertionError} that names every input and parameter whose derivative is wrong. */
    public void verify() {
        List<Finding> failures = Laws.failures(findings());
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.stream()
                    .map(finding -> finding.law() + ": " + finding.verdict())
                    .collect(Collectors.joining("\n")));
        }
    }

    /** {@return a finding for each law and each floating input and parameter, named {@code law of name}} */
    public List<Finding> findings() {
        Map<String, Tensor> point = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        graph.inputs().forEach((name, value) -> {
            Tensor given = inputs.get(name);
            point.put(name, given != null ? given : drawn(value.tensorType(), random));
        });
        Map<String, TensorType> types = new LinkedHashMap<>();
        point.forEach((name, tensor) -> types.put(name, tensor.type()));
        Graph specialised = engine.specialise(withParameters(), types);
        Set<String> parameters = new LinkedHashSet<>();
        specialised.parameters().stream()
                .filter(value -> value.dtype().isFloating())
                .forEach(value -> {
                    parameters.add(value.name());
                    point.put(value.name(), specialised.initializers().get(value));
                });
        Graph exact = Float64.of(specialised, parameters, engine.operators());
        point.replaceAll((name, tensor) -> tensor.dtype().isFloating() ? tensor.converted(DType.DOUBLE) : tensor);
        List<Finding> findings = new ArrayList<>();
        try (EngineBench bench = new EngineBench(Cotangent.portable(engine.operators()))) {
            point.forEach((name, tensor) -> {
                if (tensor.dtype().isFloating()) {
                    findings.addAll(
                            check(new GraphMap(bench, exact, point, List.of(name), TensorTuple.of(tensor)), name));
                }
            });
        }
        return findings;
    }

    private Graph withParameters() {
        if (!graph.parameters().isEmpty()) {
            return graph;
        }
        GraphBuilder builder = GraphBuilder.from(graph, engine.operators());
        Set<Value> smooth = SmoothUses.of(graph);
        graph.initializers().keySet().stream().filter(smooth::contains).forEach(builder::markParameter);
        return builder.build();
    }

    private static Tensor drawn(TensorType type, SplittableRandom random) {
        long[] sizes = type.shape().dims().stream()
                .mapToLong(dim -> dim.isKnown() ? dim.size() : SIZE)
                .toArray();
        Tensor tensor = Tensor.allocate(type.dtype(), sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (type.dtype().isFloating()) {
                tensor.setDouble(i, random.nextGaussian());
            } else {
                tensor.setLong(i, random.nextInt(2));
            }
        }
        return tensor;
    }

    private List<Finding> check(GraphMap map, String name) {
        return LAWS.stream()
                .map(law -> new Finding(law.name() + " of " + name, law.check(map, new SplittableRandom(seed))))
                .toList();
    }
}
