package org.cotangent.engine.plan;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.engine.plan.pattern.Idioms;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.Storage;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Turns a specialised graph into a plan: recognise, lower, broadcast in place, fuse, choose kernels. */
public final class Planner {
    private static final System.Logger LOG = System.getLogger(Planner.class.getName());

    private final OperatorLookup operators;
    private final KernelSelector selector;
    private final HostCalls calls;
    private final HostCalls late;
    private final @Nullable Long budget;
    private final Fallback fallback;

    /** Plans that take as much memory as they like. */
    public Planner(OperatorLookup operators, KernelSelector selector, HostCalls calls) {
        this(operators, selector, calls, calls, null, Fallback.ALLOW);
    }

    /**
     * Plans.
     *
     * @param calls single calls of constants
     * @param late single calls of what is known only at run time
     * @param budget the most bytes for a session's intermediate values; null for no limit
     * @param fallback what to do about calls that a device has no kernel for
     */
    public Planner(
            OperatorLookup operators,
            KernelSelector selector,
            HostCalls calls,
            HostCalls late,
            @Nullable Long budget,
            Fallback fallback) {
        this.late = late;
        this.budget = budget;
        this.fallback = fallback;
        this.operators = operators;
        this.selector = selector;
        this.calls = calls;
    }

    public Plan plan(Graph specialised) {
        Graph integer = new IdiomRewriter(operators, calls, Idioms.integers(), new KernelCheck(selector, calls))
                .apply(specialised);
        Graph recognised = new IdiomRewriter(operators, calls, Idioms.operators()).apply(integer);
        Graph folded = new IdiomRewriter(operators, calls, Idioms.constants()).apply(recognised);
        Graph lowered = new Lowering(operators, calls, selector).apply(folded);
        Graph shared = new SharedCalls(operators, calls).apply(lowered);
        Graph direct = new ImplicitBroadcast(operators, calls).apply(shared);
        Graph ordered = new LazyTranspose(operators, calls, selector).apply(direct);
        Graph fused = new PointwiseFusion(operators, calls).apply(ordered);
        Graph ended = new ProductEpilogue(operators, calls, selector).apply(fused);
        Plan plan = planned(ended);
        unload(specialised, plan.graph());
        return budget == null ? plan : new MemoryBudget(budget).apply(plan, operators, this::planned);
    }

    /** {@return the plan of a graph that is lowered and fused} */
    private Plan planned(Graph ended) {
        Set<Value> used = ended.liveValues();
        List<Step> steps = new ArrayList<>();
        List<String> impossible = new ArrayList<>();
        for (Node node : ended.nodes()) {
            if (node.outputs().stream().anyMatch(used::contains)) {
                Step step = step(ended, node, used);
                if (step == null) {
                    impossible.add(node.describe());
                } else {
                    steps.add(step);
                }
            }
        }
        if (!impossible.isEmpty()) {
            throw new UnsupportedException("no kernel can run " + impossible
                    + ": add a jar that brings one, or give the operators a portable forward");
        }
        if (selector.device() == null) {
            return new Plan(ended, Placement.Placed.onHost(ended, steps), late, null);
        }
        Plan plan = new Plan(ended, new Placement(ended).apply(steps), late, selector.device());
        report(plan);
        return plan;
    }

    /** Says which nodes a device leaves to the host, if it should be said. */
    private void report(Plan plan) {
        List<String> fallbacks = fallback == Fallback.ALLOW ? List.of() : plan.fallbacks();
        if (fallbacks.isEmpty()) {
            return;
        }
        String message = fallbacks.size() + " of " + plan.steps().size() + " steps of graph '"
                + plan.graph().name() + "' have no kernel on the device:\n  " + String.join("\n  ", fallbacks);
        if (fallback == Fallback.FAIL) {
            throw new UnsupportedException(message
                    + "\nAllow them to run on the host (Fallback.ALLOW), or add a jar that brings kernels for them");
        }
        LOG.log(Level.WARNING, message);
    }

    /** Forgets the pages of weights that were folded into others and that no run reads. */
    private static void unload(Graph specialised, Graph planned) {
        Set<Value> used = planned.liveValues();
        Collection<Tensor> read = Collections.newSetFromMap(new IdentityHashMap<>());
        planned.initializers().forEach((value, tensor) -> {
            if (used.contains(value)) {
                read.add(tensor);
            }
        });
        for (Tensor tensor : specialised.initializers().values()) {
            if (!read.contains(tensor) && tensor.storage() instanceof Storage.Host host) {
                host.unload();
            }
        }
    }

    private @Nullable Step step(Graph graph, Node node, Set<Value> used) {
        boolean whole = node.operator().forward() instanceof Forward.ValueKernel;
        List<@Nullable ValueType> inputs = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (Value input : node.inputs()) {
            if (input != null && !isStatic(input) && !whole) {
                return new Step.Late(node);
            }
            inputs.add(input == null ? null : input.type());
            constants.add(
                    input == null || graph.parameters().contains(input)
                            ? null
                            : graph.initializers().get(input));
        }
        List<@Nullable ValueType> outputs = new ArrayList<>();
        for (int i = 0; i < node.outputs().size(); i++) {
            Value output = node.outputs().get(i);
            boolean wanted = used.contains(output)
                    || node.operator().signature().output(i).presence() == Port.Presence.REQUIRED;
            if (wanted && !isStatic(output) && !whole) {
                return new Step.Late(node);
            }
            outputs.add(wanted ? output.type() : null);
        }
        if (node.operator().forward() instanceof Forward.View) {
            return new Step.View(node);
        }
        CallPreparation call = new CallPreparation(
                node.name(),
                node.operator(),
                node.attributes(),
                inputs,
                outputs,
                constants,
                selector.parallel(),
                selector.precision(),
                selector.device(),
                calls.subgraphs());
        KernelSelector.Choice choice = selector.select(call);
        return choice == null ? null : new Step.Compute(node, call, choice);
    }

    private static boolean isStatic(Value value) {
        return value.type() instanceof TensorType type && type.isStatic();
    }
}
