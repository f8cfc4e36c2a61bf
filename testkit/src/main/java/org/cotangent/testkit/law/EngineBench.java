package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
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
    /** The property that names the backends of devices, separated by commas, on which graphs are run, too. */
    public static final String DEVICES = "cotangent.testkit.devices";

    private static final long SEED = 1;

    private final Cotangent engine;
    private final Map<String, Cotangent> onBackends;
    private final List<KernelProvider> providers;
    private final List<Backend> owned;
    private final IdentityHashMap<Graph, Map<Key, Session>> sessions = new IdentityHashMap<>();

    /** Where a graph runs, and on inputs of which sizes. */
    private record Key(String backend, Map<String, TensorType> types) {}

    /** A bench that runs graphs with this engine, and compares it with no other. */
    public EngineBench(Cotangent engine) {
        this(engine, Map.of(), List.of(), List.of());
    }

    private EngineBench(
            Cotangent engine, Map<String, Cotangent> onBackends, List<KernelProvider> providers, List<Backend> owned) {
        this.engine = engine;
        this.onBackends = Map.copyOf(onBackends);
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
        return new EngineBench(bench.engine, bench.onBackends, bench.providers, kernels.backends());
    }

    /**
     * {@return a bench with these operators and kernels}
     *
     * @param operator which stands in for the one of its name
     */
    public static EngineBench of(Operator operator, OperatorRegistry registry, KernelRegistry kernels) {
        List<String> devices = List.of(System.getProperty(DEVICES, "").split(","));
        return of(operator, registry, kernels, backend -> backend.isHost() || devices.contains(backend.name()));
    }

    /**
     * {@return a bench that compares the portable kernels with this backend alone}
     *
     * @param operator which stands in for the one of its name
     */
    public static EngineBench of(Operator operator, OperatorRegistry registry, KernelRegistry kernels, String backend) {
        return of(operator, registry, kernels, other -> other.name().equals(backend));
    }

    private static EngineBench of(
            Operator operator, OperatorRegistry registry, KernelRegistry kernels, Predicate<Backend> compared) {
        List<Operator> operators = new ArrayList<>(registry.all());
        operators.removeIf(
                other -> other.id().qualifiedName().equals(operator.id().qualifiedName()));
        operators.add(operator);
        OperatorRegistry all = OperatorRegistry.of(operators);
        List<KernelProvider> providers = new ArrayList<>();
        Map<String, Cotangent> onBackends = new HashMap<>();
        for (Backend backend : kernels.backends()) {
            if (compared.test(backend) && backend.probe() instanceof Availability.Available) {
                if (backend.isHost()) {
                    providers.addAll(kernels.providers(backend.name()));
                }
                onBackends.put(backend.name(), Cotangent.of(all, kernels, backend.name()));
            }
        }
        return new EngineBench(Cotangent.portable(all), onBackends, providers, List.of());
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
    public List<String> backends() {
        return onBackends.keySet().stream().sorted().toList();
    }

    @Override
    public List<String> devices() {
        return backends().stream()
                .filter(name -> on(name).selector().device() != null)
                .toList();
    }

    @Override
    public List<Tensor> run(Graph graph, List<Tensor> inputs) {
        return run("", engine, graph, inputs);
    }

    @Override
    public List<Tensor> runOn(String backend, Graph graph, List<Tensor> inputs) {
        return run(backend, on(backend), graph, inputs);
    }

    @Override
    public List<String> explain(String backend, Graph graph) {
        return on(backend).plan(graph, Map.of()).explain();
    }

    private Cotangent on(String backend) {
        return Objects.requireNonNull(onBackends.get(backend), backend);
    }

    private List<Tensor> run(String backend, Cotangent where, Graph graph, List<Tensor> inputs) {
        Map<String, Tensor> named = new HashMap<>();
        int i = 0;
        for (String name : graph.inputs().keySet()) {
            named.put(name, inputs.get(i++));
        }
        Session session = sessions.computeIfAbsent(graph, g -> new HashMap<>())
                .computeIfAbsent(
                        new Key(backend, types(graph, named)),
                        key -> where.plan(graph, key.types()).newSession());
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
