package org.cotangent.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.engine.kernel.ResultMemory;
import org.cotangent.engine.plan.Fallback;
import org.cotangent.engine.plan.IdiomRewriter;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.PlannedSubgraph;
import org.cotangent.engine.plan.Planner;
import org.cotangent.engine.plan.Specialisation;
import org.cotangent.engine.plan.pattern.Idioms;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Device;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.ProductPrecision;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The way in: operators and kernels put together.
 *
 * <p>{@snippet : var cotangent = Cotangent.load(); var session = cotangent.plan(graph, Map.of("x",
 * TensorType.of(DType.FLOAT, 8, 128))).newSession(); var outputs = session.run(Map.of("x", tensor)); }
 */
public final class Cotangent {
    private final OperatorRegistry operators;
    private final KernelRegistry kernels;
    private final KernelSelector selector;
    private final HostCalls calls;
    /** Calls of constants, which are not worth the way to a device. */
    private final HostCalls folding;

    private final @Nullable Long arenaBudget;
    private final Fallback fallback;

    private Cotangent(OperatorRegistry operators, KernelRegistry kernels, KernelSelector selector) {
        this(operators, kernels, selector, ResultMemory.standard(), null, Fallback.ALLOW);
    }

    private Cotangent(
            OperatorRegistry operators,
            KernelRegistry kernels,
            KernelSelector selector,
            ResultMemory memory,
            @Nullable Long arenaBudget,
            Fallback fallback) {
        this.arenaBudget = arenaBudget;
        this.fallback = fallback;
        this.operators = operators;
        this.kernels = kernels;
        this.selector = selector;
        this.folding = calls(selector.host(), operators, memory);
        this.calls = selector.device() == null
                ? folding
                : calls(fallback == Fallback.FAIL ? selector.withoutHost() : selector, operators, memory);
    }

    private static HostCalls calls(KernelSelector selector, OperatorRegistry operators, ResultMemory memory) {
        return new HostCalls(
                selector,
                operators,
                singles -> (graph, known) -> new PlannedSubgraph(
                        graph,
                        known,
                        new Specialisation(operators, singles),
                        new Planner(operators, selector.host(), singles)),
                memory);
    }

    /** {@return the operators on the class path and module path, on the CPU backend if it is there} */
    public static Cotangent load() {
        ClassLoader loader = Cotangent.class.getClassLoader();
        OperatorRegistry operators = OperatorRegistry.load(loader);
        KernelRegistry kernels = KernelRegistry.load(loader);
        boolean cpu =
                kernels.backends().stream().anyMatch(backend -> backend.name().equals("cpu"));
        return cpu ? of(operators, kernels, "cpu") : portable(operators);
    }

    /**
     * {@return the operators on the class path and module path, on the backend of this name} {@code "portable"} stands
     * for the portable kernels alone.
     */
    public static Cotangent load(String backend) {
        ClassLoader loader = Cotangent.class.getClassLoader();
        OperatorRegistry operators = OperatorRegistry.load(loader);
        return backend.equals("portable") ? portable(operators) : of(operators, KernelRegistry.load(loader), backend);
    }

    /** {@return these operators on a backend} */
    public static Cotangent of(OperatorRegistry operators, KernelRegistry kernels, String backend) {
        Backend chosen = kernels.backend(backend);
        Device device = chosen.device();
        if (device == null) {
            return new Cotangent(operators, kernels, new KernelSelector(kernels.providers(backend), chosen.parallel()));
        }
        Optional<Backend> host = kernels.backends().stream()
                .filter(other -> other.name().equals("cpu") && other.probe() instanceof Availability.Available)
                .findFirst();
        return new Cotangent(
                operators,
                kernels,
                new KernelSelector(
                        device,
                        kernels.providers(backend),
                        host.map(cpu -> kernels.providers(cpu.name())).orElse(List.of()),
                        host.map(Backend::parallel).orElseGet(Parallel::sequential)));
    }

    /** {@return these operators on the portable kernels alone, on the calling thread} */
    public static Cotangent portable(OperatorRegistry operators) {
        KernelRegistry none = KernelRegistry.of(List.of(), List.of());
        return new Cotangent(operators, none, new KernelSelector(List.of(), Parallel.sequential()));
    }

    /**
     * {@return the same with a budget of its own for the results of what is computed at once}
     *
     * <p>When they hold more native memory than this many bytes, the garbage collector is asked to run. Without it the
     * budget is an eighth of the largest heap.
     */
    public Cotangent withMemoryBudget(long bytes) {
        return new Cotangent(operators, kernels, selector, new ResultMemory(bytes), arenaBudget, fallback);
    }

    /**
     * {@return the same with products that are this exact}
     *
     * <p>It holds for the plans, sessions and eager values that are made of what is returned, and for nothing else.
     * Without it products of 32-bit floats are computed in 32 bits.
     */
    public Cotangent withPrecision(ProductPrecision precision) {
        return new Cotangent(operators, kernels, selector.with(precision), calls.memory(), arenaBudget, fallback);
    }

    /**
     * {@return the same with plans whose sessions hold their intermediate values in at most this many bytes}
     *
     * <p>Where a plan would take more, values are computed again before they are read instead of being kept, those
     * first that free most bytes for what computing them costs; results are the same bits. What kernels pack and
     * scratch, results, parameters, and values whose sizes depend on the data are not counted. A plan that cannot do
     * with so little is refused by an {@link org.cotangent.spi.UnsupportedException} that says what it needs.
     */
    public Cotangent withArenaBudget(long bytes) {
        return new Cotangent(operators, kernels, selector, calls.memory(), bytes, fallback);
    }

    /**
     * {@return the same with plans that do this about calls that the device has no kernel for}
     *
     * <p>Without it, and for backends without a device, such calls run on the host.
     */
    public Cotangent withFallback(Fallback other) {
        return new Cotangent(operators, kernels, selector, calls.memory(), arenaBudget, other);
    }

    public OperatorRegistry operators() {
        return operators;
    }

    public KernelRegistry kernels() {
        return kernels;
    }

    /** {@return the choice of kernels} */
    public KernelSelector selector() {
        return selector;
    }

    /** {@return single calls on tensors} */
    public HostCalls calls() {
        return calls;
    }

    /** {@return an empty graph to write} */
    public GraphBuilder graph(String name) {
        return new GraphBuilder(name, operators);
    }

    /** {@return the graph for inputs of these types: sizes and constants computed} */
    public Graph specialise(Graph graph, Map<String, ? extends ValueType> inputs) {
        return new Specialisation(operators, folding).apply(graph, inputs);
    }

    /**
     * {@return a specialised graph with one operator in the place of each subgraph that computes what one operator
     * computes}
     *
     * <p>Plans do it by themselves; before differentiation it gives the operators' derivatives instead of those of
     * their parts.
     */
    public Graph recognise(Graph specialised) {
        return new IdiomRewriter(operators, folding, Idioms.operators()).apply(specialised);
    }

    /** {@return how to run the graph on inputs of these types; inputs that are not named keep theirs} */
    public Plan plan(Graph graph, Map<String, ? extends ValueType> inputs) {
        return new Planner(operators, selector, folding, calls, arenaBudget, fallback).plan(specialise(graph, inputs));
    }

    /** {@return graphs of derivatives} Differentiate specialised graphs: their shapes are known. */
    public Differentiation differentiation() {
        return new Differentiation(operators);
    }

    /** {@return values that are computed at once, with a tape of their own} */
    public Eager eager() {
        return new Eager(calls, operators);
    }
}
