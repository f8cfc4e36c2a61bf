package org.cotangent.engine.plan.pattern;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Who computes and who uses the values of a graph. */
public final class GraphFacts {
    private final Graph graph;
    private final Map<Value, Node> producers = new HashMap<>();
    private final Map<Value, Set<Node>> users = new HashMap<>();
    private final Set<Value> results = new HashSet<>();

    GraphFacts(Graph graph, List<Node> nodes) {
        this.graph = graph;
        for (Node node : nodes) {
            node.outputs().forEach(output -> producers.put(output, node));
            for (Value input : node.inputs()) {
                if (input != null) {
                    users.computeIfAbsent(input, value -> new HashSet<>()).add(node);
                }
            }
        }
        results.addAll(graph.outputs().values());
        results.addAll(graph.updates().values());
    }

    /** {@return the node that computes a value, or null} */
    public @Nullable Node producer(Value value) {
        return producers.get(value);
    }

    /** {@return the elements of a value that is the same in every run, or null} */
    public @Nullable Tensor constant(Value value) {
        return graph.parameters().contains(value) ? null : graph.initializers().get(value);
    }

    boolean isNumber(Value value, double number) {
        Tensor tensor = constant(value);
        return tensor != null
                && tensor.elements() == 1
                && (tensor.dtype().isFloating() || tensor.dtype().isInteger())
                && tensor.getDouble(0) == Tensor.full(tensor.dtype(), number).getDouble(0);
    }

    /** {@return whether two values are one, or are equal constants} */
    boolean areSame(Value one, Value other) {
        if (one.equals(other)) {
            return true;
        }
        Tensor a = constant(one);
        Tensor b = constant(other);
        return a != null
                && b != null
                && a.type().equals(b.type())
                && a.dtype() != DType.STRING
                && a.segment().mismatch(b.segment()) < 0;
    }

    /** {@return whether what these nodes compute is of no use to others, but for one value} */
    boolean isClosed(Set<Node> nodes, Value result) {
        for (Node node : nodes) {
            for (Value output : node.outputs()) {
                boolean isUsed = results.contains(output) || !nodes.containsAll(users.getOrDefault(output, Set.of()));
                if (!output.equals(result) && isUsed) {
                    return false;
                }
            }
        }
        return true;
    }
}
