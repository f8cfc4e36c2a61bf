package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.backend.Device;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/** What to do, in which order, with which kernels, for inputs of given sizes. Immutable; sessions run it. */
public final class Plan {
    private final Graph graph;
    private final Placement.Placed placed;
    private final HostCalls calls;
    private final @Nullable Device device;

    Plan(Graph graph, Placement.Placed placed, HostCalls calls, @Nullable Device device) {
        this.graph = graph;
        this.placed = placed;
        this.calls = calls;
        this.device = device;
    }

    /** {@return the graph as it is run: specialised, lowered and fused} */
    public Graph graph() {
        return graph;
    }

    List<Step> steps() {
        return placed.steps();
    }

    /** {@return single calls of what is known only at run time} */
    HostCalls calls() {
        return calls;
    }

    /** {@return the device that runs it, as far as it has kernels; null if all of it runs on the host} */
    public @Nullable Device device() {
        return device;
    }

    /** {@return the values that stand on the device} */
    Set<Value> onDevice() {
        return placed.onDevice();
    }

    /** {@return for each initializer that the device reads, the value that it is there} */
    Map<Value, Value> residents() {
        return placed.residents();
    }

    /** {@return for each parameter that a run changes, where it stands, the value it takes} */
    Map<Value, Value> updates() {
        return placed.updates();
    }

    /** {@return a session with memory and kernels of its own; the graph's initializers are shared} */
    public Session newSession() {
        return new Session(this);
    }

    /** {@return what a run copies between host and device; parameters, which stay there, are not counted} */
    public Transfers transfers() {
        return Transfers.of(steps());
    }

    /** {@return the nodes that run on the host because the device has no kernel for them, and why} */
    public List<String> fallbacks() {
        return device == null
                ? List.of()
                : steps().stream().filter(Step::isOnHost).map(Step::fallback).toList();
    }

    /** {@return for every node the kernel that runs it, and why the others do not; a line each} */
    public List<String> explain() {
        List<String> lines = new ArrayList<>();
        steps().forEach(step -> lines.addAll(step.explain()));
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", explain());
    }
}
