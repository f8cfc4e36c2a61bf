package org.cotangent.engine.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiPredicate;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Partitions the nodes of a graph into groups that are to run as one, such that the groups still have an order: no
 * group needs, through another, what it computes itself.
 */
final class FusionGroups {
    private static final int LONGEST_SEARCH = 10_000;

    private final List<Node> nodes;
    private final Map<Node, Integer> positions = new IdentityHashMap<>();
    private final Map<Node, Group> groups = new IdentityHashMap<>();
    private final Map<Value, Node> producers = new HashMap<>();
    private final Map<Value, List<Node>> consumers = new HashMap<>();
    private final Set<Value> kept;

    /** Nodes that run as one, in the order of the graph. */
    static final class Group {
        private final List<Node> nodes = new ArrayList<>();

        /** {@return the nodes, in the order of the graph} */
        List<Node> nodes() {
            return nodes;
        }
    }

    /** Every live node is a group of its own. */
    FusionGroups(Graph graph) {
        this.nodes = graph.liveNodes();
        this.kept = new HashSet<>(graph.outputs().values());
        kept.addAll(graph.updates().values());
        for (Node node : nodes) {
            Group group = new Group();
            group.nodes.add(node);
            groups.put(node, group);
            positions.put(node, positions.size());
            node.outputs().forEach(output -> producers.put(output, node));
            node.inputs().stream().distinct().forEach(input -> {
                if (input != null) {
                    consumers.computeIfAbsent(input, v -> new ArrayList<>()).add(node);
                }
            });
        }
    }

    /**
     * Joins producers with consumers, from the end of the graph to its beginning.
     *
     * @param fits whether the groups of a producer and of one of its consumers may become one
     */
    void join(BiPredicate<Group, Group> fits) {
        for (Node node : nodes.reversed()) {
            Group group = of(node);
            Set<Group> tried = new HashSet<>();
            for (Value output : node.outputs()) {
                for (Node consumer : consumers.getOrDefault(output, List.of())) {
                    Group other = of(consumer);
                    if (other != group && tried.add(other) && fits.test(group, other) && !detour(group, other)) {
                        merge(group, other);
                        group = of(node);
                    }
                }
            }
        }
    }

    /**
     * {@return whether a path leads from one group to the other through a third} In huge graphs the search is given up,
     * and the answer is yes.
     */
    private boolean detour(Group from, Group to) {
        Set<Group> seen = successors(from);
        seen.remove(to);
        Deque<Group> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Group next : successors(open.remove())) {
                if (next == to || seen.size() > LONGEST_SEARCH) {
                    return true;
                }
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return false;
    }

    private Set<Group> successors(Group group) {
        Set<Group> successors = new LinkedHashSet<>();
        for (Node node : group.nodes) {
            for (Value output : node.outputs()) {
                for (Node consumer : consumers.getOrDefault(output, List.of())) {
                    if (of(consumer) != group) {
                        successors.add(of(consumer));
                    }
                }
            }
        }
        return successors;
    }

    private void merge(Group one, Group other) {
        other.nodes.addAll(one.nodes);
        other.nodes.sort(Comparator.comparing(positions::get));
        one.nodes.forEach(node -> groups.put(node, other));
    }

    /** {@return the group of a live node} */
    Group of(Node node) {
        Group group = groups.get(node);
        if (group == null) {
            throw new IllegalArgumentException(node.describe() + " is in no group");
        }
        return group;
    }

    /** {@return the node of the graph that computes a value, or null} */
    @Nullable
    Node producer(Value value) {
        return producers.get(value);
    }

    /** {@return what nodes of these groups read and other nodes, or nobody, compute} */
    Set<Value> inputs(Group... parts) {
        Set<Group> together = Set.of(parts);
        Set<Value> inputs = new LinkedHashSet<>();
        for (Group part : parts) {
            for (Node node : part.nodes) {
                for (Value input : node.inputs()) {
                    Node producer = input == null ? null : producers.get(input);
                    if (input != null && (producer == null || !together.contains(of(producer)))) {
                        inputs.add(input);
                    }
                }
            }
        }
        return inputs;
    }

    /** {@return what nodes of these groups compute and others read} */
    List<Value> outputs(Group... parts) {
        Set<Group> together = Set.of(parts);
        List<Value> outputs = new ArrayList<>();
        for (Group part : parts) {
            for (Node node : part.nodes) {
                for (Value output : node.outputs()) {
                    if (kept.contains(output)
                            || consumers.getOrDefault(output, List.of()).stream()
                                    .anyMatch(consumer -> !together.contains(of(consumer)))) {
                        outputs.add(output);
                    }
                }
            }
        }
        return outputs;
    }

    /** {@return all nodes, those of a group together, each after what it needs; otherwise as the graph has them} */
    List<Node> order() {
        Map<Group, Integer> missing = new HashMap<>();
        PriorityQueue<Group> ready =
                new PriorityQueue<>(Comparator.comparing((Group group) -> positions.get(group.nodes.getLast())));
        for (Group group : new LinkedHashSet<>(groups.values())) {
            Set<Group> needed = new HashSet<>();
            inputs(group).forEach(input -> {
                Node producer = producers.get(input);
                if (producer != null) {
                    needed.add(of(producer));
                }
            });
            missing.put(group, needed.size());
            if (needed.isEmpty()) {
                ready.add(group);
            }
        }
        List<Node> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            Group group = ready.remove();
            order.addAll(group.nodes);
            for (Group next : successors(group)) {
                if (missing.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        return order;
    }
}
