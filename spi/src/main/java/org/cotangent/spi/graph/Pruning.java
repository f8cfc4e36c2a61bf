package org.cotangent.spi.graph;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.spi.tensor.Tensor;

/** Graphs with fewer inputs, outputs and nodes, or with inputs and outputs in another order. */
public final class Pruning {
    private Pruning() {}

    /** {@return the graph without nodes and initializers on which no output and no update depends} */
    public static Graph live(Graph graph) {
        Set<Value> live = graph.liveValues();
        SequencedMap<Value, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
        initializers.keySet().retainAll(live);
        Set<Value> parameters = new LinkedHashSet<>(graph.parameters());
        parameters.retainAll(live);
        return new Graph(
                graph.name(),
                graph.inputs(),
                graph.outputs(),
                initializers,
                parameters,
                graph.updates(),
                graph.liveNodes());
    }

    /** {@return the numbers of the inputs that a node uses or that are outputs} */
    public static Set<Integer> usedInputs(Graph graph) {
        Set<Value> used = new HashSet<>(graph.outputs().values());
        graph.nodes().forEach(node -> used.addAll(node.inputs()));
        Set<Integer> numbers = new TreeSet<>();
        int i = 0;
        for (Value input : graph.inputs().values()) {
            if (used.contains(input)) {
                numbers.add(i);
            }
            i++;
        }
        return numbers;
    }

    /** {@return the graph with these of its inputs, in this order; it must not use the others} */
    public static Graph withInputs(Graph graph, Collection<Integer> kept) {
        return new Graph(
                graph.name(),
                selected(graph.inputs(), kept),
                graph.outputs(),
                graph.initializers(),
                graph.parameters(),
                graph.updates(),
                graph.nodes());
    }

    /** {@return the graph with these of its outputs, in this order, and what they depend on} */
    public static Graph withOutputs(Graph graph, Collection<Integer> kept) {
        return live(new Graph(
                graph.name(),
                graph.inputs(),
                selected(graph.outputs(), kept),
                graph.initializers(),
                graph.parameters(),
                graph.updates(),
                graph.nodes()));
    }

    private static SequencedMap<String, Value> selected(SequencedMap<String, Value> values, Collection<Integer> kept) {
        List<String> names = List.copyOf(values.keySet());
        SequencedMap<String, Value> selected = new LinkedHashMap<>();
        for (int i : kept) {
            selected.put(names.get(i), values.get(names.get(i)));
        }
        return selected;
    }
}
