package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.graph.Graph;

/** What to do, in which order, with which kernels, for inputs of given sizes. Immutable; sessions run it. */
public final class Plan {
    private final Graph graph;
    private final List<Step> steps;
    private final HostCalls calls;

    Plan(Graph graph, List<Step> steps, HostCalls calls) {
        this.graph = graph;
        this.steps = List.copyOf(steps);
        this.calls = calls;
    }

    /** {@return the graph as it is run: specialised, lowered and fused} */
    public Graph graph() {
        return graph;
    }

    List<Step> steps() {
        return steps;
    }

    HostCalls calls() {
        return calls;
    }

    /** {@return a session with memory and kernels of its own; the graph's initializers are shared} */
    public Session newSession() {
        return new Session(this);
    }

    /** {@return for every node the kernel that runs it, and why the others do not; a line each} */
    public List<String> explain() {
        List<String> lines = new ArrayList<>();
        steps.forEach(step -> lines.addAll(step.explain()));
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", explain());
    }
}
