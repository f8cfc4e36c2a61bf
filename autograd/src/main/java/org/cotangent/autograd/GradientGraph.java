package org.cotangent.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cotangent.autograd.GradFunction.Next;
import org.cotangent.spi.graph.Value;

/**
 * The graph by which the gradients of a variable are computed, as a picture in Graphviz's language.
 *
 * <p>It is the graph of what was computed, not of the program: a loop that ran three times appears three times.
 */
public final class GradientGraph {
    private final Map<GradFunction, Integer> functions = new LinkedHashMap<>();
    private final Map<Value, Integer> leaves = new LinkedHashMap<>();
    private final List<String> edges = new ArrayList<>();

    private GradientGraph() {}

    /** {@return the graph behind a variable} */
    public static GradientGraph of(Variable variable) {
        GradientGraph graph = new GradientGraph();
        GradFunction first = variable.gradFunction();
        if (first != null) {
            graph.walk(first);
        }
        return graph;
    }

    private void walk(GradFunction first) {
        Deque<GradFunction> open = new ArrayDeque<>();
        number(first, open::add);
        while (!open.isEmpty()) {
            GradFunction function = open.remove();
            int from = number(function, open::add);
            List<Next> nexts = function.nextFunctions();
            for (int i = 0; i < nexts.size(); i++) {
                int to = number(nexts.get(i).function(), open::add);
                String port = nexts.size() > 1 ? " [label=\"" + i + "\"]" : "";
                edges.add("f" + from + " -> f" + to + port);
            }
            if (function instanceof GradFunction.Accumulate(Value leaf)) {
                int number = leaves.computeIfAbsent(leaf, l -> leaves.size());
                edges.add("f" + from + " -> x" + number);
            }
        }
    }

    private int number(GradFunction function, Consumer<GradFunction> unseen) {
        Integer known = functions.get(function);
        if (known != null) {
            return known;
        }
        functions.put(function, functions.size());
        unseen.accept(function);
        return functions.size() - 1;
    }

    /** {@return how many functions of each name there are, in the order in which gradients reach them} */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        functions.keySet().forEach(function -> counts.merge(function.name(), 1, Integer::sum));
        return counts;
    }

    /** {@return the types of the leaves} */
    public List<String> leaves() {
        return leaves.keySet().stream().map(leaf -> leaf.type().toString()).toList();
    }

    /** {@return the graph in Graphviz's language: operations as ellipses, leaves as boxes with type and sizes} */
    public String dot() {
        StringBuilder text = new StringBuilder("digraph gradient {\n");
        functions.forEach((function, number) -> text.append("  f" + number + " [label=\"" + function.name() + "\"]\n"));
        leaves.forEach((leaf, number) ->
                text.append("  x" + number + " [shape=box, label=\"" + leaf.name() + " " + leaf.type() + "\"]\n"));
        edges.forEach(edge -> text.append("  ").append(edge).append('\n'));
        return text.append("}\n").toString();
    }
}
