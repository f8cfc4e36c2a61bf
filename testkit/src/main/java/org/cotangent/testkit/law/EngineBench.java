package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** The engine on a bench: plans are kept as long as the bench. Not safe for use by several threads. */
public final class EngineBench implements Workbench {
    private static final long SEED = 1;

    private final Cotangent engine;
    private final List<KernelProvider> providers;
    private final List<Backend> owned;
    private final IdentityHashMap<Graph, Map<Map<String, TensorType>, Session>> sessions = new IdentityHashMap<>();

    /**
     * @param engine which runs the graphs
     * @param providers of the kernels to compare with it
     */
    public EngineBench(Cotangent engine, List<KernelProvider> providers) {
        this(engine, providers, List.of());
    }

    private EngineBench(Cotangent engine, List<KernelProvider> providers, List<Backend> owned) {
        this.engine = engine;
        this.providers = List.copyOf(providers);
        this.owned = List.copyOf(owned);
    }

    /**
     * {@return a bench with the operators and kernels on the class path and module path}
     *
     * @param operator which need not be registered, and stands in for the one of its name that is
     */
    public static EngineBench of(Operator operator) {
        ClassLoader loader = operator.getClass().getClassLoader();
        KernelRegistry kernels = KernelRegistry.load(loader);
        EngineBench bench = of(operator, OperatorRegistry.load(loader), kernels);
        return new EngineBench(bench.engine, bench.providers, kernels.backends());
    }

    /**
     * {@return a bench with these operators and kernels}
     *
     * @param operator which stands in for the one of its name
     */
    public static EngineBench of(Operator operator, OperatorRegistry registry, KernelRegistry kernels) {
        List<Operator> operators = new ArrayList<>(registry.all());
        operators.removeIf(other -> other.id().qualifiedName().equals(operator.id().qualifiedName()));
        operators.add(operator);
        List<KernelProvider> providers = kernels.backends().stream()
                .filter(backend -> backend.probe() instanceof Availability.Available)
                .flatMap(backend -> kernels.providers(backend.name()).stream())
                .toList();
        return new EngineBench(Cotangent.portable(OperatorRegistry.of(operators)), providers);
    }

    @Override
    public OperatorLookup operators() {
        return engine.operators();
    }

    @Override
    public List<KernelProvider> providers() {
        return providers;
    }

    @Override
    public List<Tensor> run(Graph graph, List<Tensor> inputs) {
        Map<String, Tensor> named = new HashMap<>();
        int i = 0;
        for (String name : graph.inputs().keySet()) {
            named.put(name, inputs.get(i++));
        }
        Session session = sessions.computeIfAbsent(graph, g -> new HashMap<>())
                .computeIfAbsent(types(graph, named), types -> engine.plan(graph, types).newSession());
        session.seed(SEED);
        Map<String, Tensor> outputs = session.run(named);
        return graph.outputs().keySet().stream().map(outputs::get).toList();
    }

    /** {@return the types of the inputs whose sizes the graph does not know} */
    private static Map<String, TensorType> types(Graph graph, Map<String, Tensor> inputs) {
        Map<String, TensorType> types = new HashMap<>();
        graph.inputs().forEach((name, value) -> {
            if (!(value.type() instanceof TensorType type) || !type.isStatic()) {
                types.put(name, Objects.requireNonNull(inputs.get(name)).type());
            }
        });
        return types;
    }

    @Override
    public Graph jvp(Graph graph, List<String> wrt) {
        return onlyAdded(graph, engine.differentiation().jvp(graph, wrt), Differentiation.JVP, "d ");
    }

    @Override
    public Graph vjp(Graph graph, List<String> wrt) {
        return onlyAdded(graph, engine.differentiation().vjp(graph, wrt), Differentiation.VJP, "d/d ");
    }

    /** Other names than the engine gives leave these free for derivatives of the derivative. */
    private Graph onlyAdded(Graph graph, Graph derivative, String prefix, String other) {
        GraphBuilder builder = GraphBuilder.from(derivative, engine.operators());
        builder.clearOutputs();
        derivative.outputs().forEach((name, value) -> {
            if (!graph.outputs().containsKey(name)) {
                builder.output(other + name.substring(prefix.length()), value);
            }
        });
        return builder.build();
    }

    @Override
    public void close() {
        sessions.values().forEach(each -> each.values().forEach(Session::close));
        sessions.clear();
        owned.forEach(Backend::close);
    }
}
