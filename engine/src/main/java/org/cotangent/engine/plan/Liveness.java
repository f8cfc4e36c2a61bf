package org.cotangent.engine.plan;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;

/** What the outputs and updates of a graph depend on. */
final class Liveness {
    private Liveness() {}

    /** {@return the values that something uses, outputs and updates included} */
    static Set<Value> values(Graph graph) {
        Set<Value> used = Collections.newSetFromMap(new IdentityHashMap<>());
        used.addAll(graph.outputs().values());
        used.addAll(graph.updates().values());
        used.addAll(graph.updates().keySet());
        for (Node node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(used::contains)) {
                node.inputs().forEach(input -> {
                    if (input != null) {
                        used.add(input);
                    }
                });
            }
        }
        return used;
    }

    /** {@return the nodes of which an output is used} */
    static Set<Node> nodes(Graph graph) {
        Set<Value> used = values(graph);
        Set<Node> live = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node node : graph.nodes()) {
            if (node.outputs().stream().anyMatch(used::contains)) {
                live.add(node);
            }
        }
        return live;
    }
}
