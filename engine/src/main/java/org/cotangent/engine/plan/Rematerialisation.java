package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Computes values again, shortly before they are read, instead of keeping them where memory is short: those first that
 * free most bytes for what computing them costs.
 *
 * <p>It comes after all passes that change nodes, so a node that runs again is the same call with the same kernel, and
 * gives the same bits. Nodes that draw random numbers never run again.
 */
final class Rematerialisation {
    /** The key of the metadata of nodes that stand again. */
    private static final String AGAIN = "again";
    /** Multiplications and additions that take as long as moving a byte. */
    private static final double OPERATIONS_PER_BYTE = 5;
    /** How many times the nodes of the graph an order may have. */
    private static final int MOST = 3;

    private final Graph graph;
    private final Map<Value, Node> makers = new HashMap<>();
    private Timeline timeline;

    Rematerialisation(Graph graph) {
        this.graph = graph;
        List<Node> nodes = graph.liveNodes();
        nodes.forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
        this.timeline = new Timeline(graph, nodes);
    }

    /** {@return whether a node of a plan runs another time, to compute what was computed before} */
    static boolean isAgain(Node node) {
        return node.metadata().containsKey(AGAIN);
    }

    /** {@return an estimate of the most memory that is alive at once} */
    long most() {
        return timeline.most();
    }

    /** {@return whether as much of the memory could be freed as to keep the estimate within a limit} */
    boolean reduce(long limit) {
        int longest = MOST * graph.nodes().size();
        while (timeline.most() > limit) {
            Timeline smaller = timeline.order().size() < longest ? smaller() : null;
            if (smaller == null) {
                return false;
            }
            timeline = smaller;
        }
        return true;
    }

    /**
     * Nodes to run again.
     *
     * @param before the position in the order at which they are put
     * @param worth bytes freed for the cost
     */
    private record Candidate(int before, Set<Node> nodes, double worth) {}

    /** {@return the order with the most worthwhile nodes run again that lower the peak; null if none does} */
    private @Nullable Timeline smaller() {
        int peak = timeline.peak();
        List<Candidate> candidates = new ArrayList<>();
        for (Timeline.Block block : timeline.blocks()) {
            int next = block.bytes() > 0 && block.isAliveAt(peak) ? block.readAfter(peak) : -1;
            if (next >= 0 && next < timeline.order().size()) {
                Candidate candidate = candidate(block, peak, next);
                if (candidate != null) {
                    candidates.add(candidate);
                }
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::worth).reversed());
        for (Candidate candidate : candidates) {
            List<Node> order = new ArrayList<>(timeline.order());
            order.addAll(candidate.before(), candidate.nodes());
            Timeline changed = new Timeline(graph, order);
            if (changed.most() <= timeline.most() && changed.aliveAt(peak) < timeline.aliveAt(peak)) {
                return changed;
            }
        }
        return null;
    }

    private @Nullable Candidate candidate(Timeline.Block block, int peak, int next) {
        Recomputed again = new Recomputed(peak, next);
        for (Value value : block.readFrom(next)) {
            if (!again.add(value)) {
                return null;
            }
        }
        long freed = block.bytes() - again.kept;
        return freed <= 0 ? null : new Candidate(next, again.nodes, freed / again.cost());
    }

    /** What has to run again for values to be there at a position. */
    private final class Recomputed {
        private final int peak;
        private final int position;
        private final Set<Node> nodes = new LinkedHashSet<>();
        private final Set<Timeline.Block> extended = new LinkedHashSet<>();
        private long kept;

        Recomputed(int peak, int position) {
            this.peak = peak;
            this.position = position;
        }

        /** {@return whether a value can be computed again, which is put down then} */
        boolean add(Value value) {
            Node maker = makers.get(value);
            if (maker == null || !isRepeatable(maker)) {
                return false;
            }
            if (nodes.contains(maker)) {
                return true;
            }
            boolean view = maker.operator().forward() instanceof Forward.View;
            for (int i = 0; i < maker.inputs().size(); i++) {
                Value input = maker.inputs().get(i);
                boolean viewed = view && i == 0;
                if (input != null && viewed && !add(input)) {
                    return false;
                }
                if (input != null && !viewed) {
                    provide(input);
                }
            }
            nodes.add(maker);
            return true;
        }

        /** Sees to it that a value is there: it is alive anyway, or computed again, or kept for longer. */
        private void provide(Value value) {
            Timeline.Block block = timeline.at(value, position);
            if (block == null
                    || block.end() >= position
                    || block.isAliveAt(peak)
                    || nodes.contains(block.creator())
                    || extended.contains(block)) {
                return;
            }
            Set<Node> before = new LinkedHashSet<>(nodes);
            if (!add(value)) {
                nodes.retainAll(before);
                extended.add(block);
                kept += block.bytes();
            }
        }

        double cost() {
            double cost = 1;
            for (Node node : nodes) {
                if (!(node.operator().forward() instanceof Forward.View)) {
                    cost += 2 * Products.of(node) / OPERATIONS_PER_BYTE;
                    for (Value input : node.inputs()) {
                        cost += input == null ? 0 : Timeline.bytes(input);
                    }
                    for (Value output : node.outputs()) {
                        cost += Timeline.bytes(output);
                    }
                }
            }
            return cost;
        }
    }

    private boolean isRepeatable(Node node) {
        if (node.isRandom()
                || !node.attributes().graphs().isEmpty()
                || node.operator().forward() instanceof Forward.ValueKernel) {
            return false;
        }
        for (Value input : node.inputs()) {
            if (input != null && !isStatic(input)) {
                return false;
            }
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            Value output = node.outputs().get(i);
            boolean always = node.outputs().size() == 1
                    || node.operator().signature().output(i).presence() == Port.Presence.REQUIRED;
            if (!always
                    || !isStatic(output)
                    || graph.outputs().containsValue(output)
                    || graph.updates().containsValue(output)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStatic(Value value) {
        return value.type() instanceof TensorType type && type.isStatic();
    }

    /** {@return the graph in which the chosen nodes stand again} */
    Graph graph(OperatorLookup operators, HostCalls calls) {
        return new Rewriter(operators, calls).apply(input -> input);
    }

    private final class Rewriter extends GraphRewriter {
        private final Set<Node> written = new LinkedHashSet<>();

        Rewriter(OperatorLookup operators, HostCalls calls) {
            super(graph, operators, calls);
        }

        @Override
        List<Node> order(Graph source) {
            return timeline.order();
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            if (written.add(node)) {
                return keep(node, inputs);
            }
            Map<String, String> metadata = new HashMap<>(node.metadata());
            metadata.put(AGAIN, node.name());
            NodeNames names = new NodeNames("", List.of(), metadata);
            return emitter()
                    .emit(
                            node.operator(),
                            node.attributes(),
                            inputs,
                            names,
                            node.outputs().size());
        }
    }
}
