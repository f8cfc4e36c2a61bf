package org.cotangent.engine.plan.pattern;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cotangent.engine.plan.pattern.Idiom.Rewriting;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.TensorType;

/**
 * Finds idioms in a graph. No node belongs to two of them, and the larger of two wins.
 *
 * <p>The values within a subgraph are of no use to anybody else.
 */
public final class Recognition {
    private final GraphFacts facts;
    private final List<? extends Idiom> idioms;
    private final Map<Node, Rewriting> found = new HashMap<>();
    private final Set<Node> taken = new HashSet<>();

    private Recognition(Graph graph, List<Node> nodes, List<? extends Idiom> idioms) {
        this.facts = new GraphFacts(graph, nodes);
        this.idioms = idioms;
        nodes.reversed().forEach(this::recognise);
    }

    /** {@return for the last node of each subgraph what to write in the place of its only output} */
    public static Map<Node, Rewriting> of(Graph graph, List<? extends Idiom> idioms) {
        return Map.copyOf(new Recognition(graph, graph.liveNodes(), idioms).found);
    }

    private void recognise(Node node) {
        Value result = node.outputs().getFirst();
        if (taken.contains(node)
                || !(result.type() instanceof TensorType type && type.shape().isRanked())) {
            return;
        }
        for (Idiom idiom : idioms) {
            Optional<Match> match = idiom.pattern()
                    .match(Match.none(facts), result)
                    .filter(candidate -> facts.isClosed(candidate.nodes(), result))
                    .filter(candidate -> idiom.rewriting(candidate) != null)
                    .findFirst();
            if (match.isPresent()) {
                found.put(node, Objects.requireNonNull(idiom.rewriting(match.get())));
                taken.addAll(match.get().nodes());
                return;
            }
        }
    }
}
