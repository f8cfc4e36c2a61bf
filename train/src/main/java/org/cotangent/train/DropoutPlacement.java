package org.cotangent.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.train.internal.DropoutSite;
import org.cotangent.train.internal.GraphCopy;
import org.cotangent.train.internal.NearNames;

/**
 * A graph with Dropout nodes.
 *
 * @param sites by the names of Dropout nodes, those that patterns chose or put there
 */
record DropoutPlacement(Graph graph, Map<String, DropoutSite> sites) {
    static DropoutPlacement of(Graph graph, OperatorLookup operators, double ratio, List<String> globs) {
        Set<Node> nodes = select(graph, globs);
        Map<String, DropoutSite> sites = new HashMap<>();
        List<Node> followed = new ArrayList<>();
        for (Node node : nodes) {
            if (DropoutSite.is(node)) {
                sites.put(node.name(), new DropoutSite(ratio, false));
            } else {
                followed.add(node);
            }
        }
        Graph placed =
                GraphCopy.of(graph, operators, List.of(DropoutSite.insertion(Set.copyOf(followed), ratio, sites)));
        return new DropoutPlacement(placed, sites);
    }

    private static Set<Node> select(Graph graph, List<String> globs) {
        List<Node> candidates =
                graph.nodes().stream().filter(DropoutSite::canFollow).toList();
        Set<Node> selected = new LinkedHashSet<>();
        for (String glob : globs) {
            NamePattern pattern = NamePattern.of(glob);
            List<Node> hits = candidates.stream()
                    .filter(node -> names(node).anyMatch(pattern::matches))
                    .toList();
            if (hits.isEmpty()) {
                Set<String> names =
                        candidates.stream().flatMap(DropoutPlacement::names).collect(Collectors.toSet());
                throw new GraphException("'" + glob + "' matches no node that gives floating-point numbers; close"
                        + " names are " + NearNames.of(glob, names));
            }
            selected.addAll(hits);
        }
        return selected;
    }

    private static Stream<String> names(Node node) {
        return Stream.of(node.name(), node.outputs().getFirst().name());
    }
}
