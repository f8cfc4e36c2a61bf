package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;

/**
 * The order in which nodes can be read: that of the file, except where a node stands before one whose output it uses.
 * ONNX demands a sorted file, but not every writer obeys.
 */
final class NodeOrder {
    private final List<NodeProto> sorted = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** The order of {@code nodes} in a scope that knows some names before. */
    NodeOrder(List<NodeProto> nodes, Predicate<String> known) {
        Map<String, Integer> producers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).getOutputList()) {
                if (!output.isEmpty() && producers.putIfAbsent(output, i) != null) {
                    problems.add("the value '" + output + "' is the output of two nodes");
                }
            }
        }
        sort(nodes, producers, known);
    }

    /** Nodes that can be read, each after those it depends on. */
    List<NodeProto> sorted() {
        return sorted;
    }

    /** What is wrong with the other nodes. */
    List<String> problems() {
        return problems;
    }

    private void sort(List<NodeProto> nodes, Map<String, Integer> producers, Predicate<String> known) {
        List<List<Integer>> users = new ArrayList<>();
        nodes.forEach(node -> users.add(new ArrayList<>()));
        int[] missing = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            for (String name : FreeNames.of(nodes.get(i))) {
                Integer producer = producers.get(name);
                if (producer != null) {
                    users.get(producer).add(i);
                    missing[i]++;
                } else if (!known.test(name)) {
                    problems.add(describe(nodes.get(i)) + " uses '" + name + "', which nothing gives");
                    missing[i]++;
                }
            }
        }
        TreeSet<Integer> ready = new TreeSet<>();
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        while (!ready.isEmpty()) {
            int next = ready.removeFirst();
            sorted.add(nodes.get(next));
            for (int user : users.get(next)) {
                if (--missing[user] == 0) {
                    ready.add(user);
                }
            }
        }
        if (problems.isEmpty() && sorted.size() < nodes.size()) {
            Set<NodeProto> done = new HashSet<>(sorted);
            problems.add("the nodes depend on each other in a circle, among them "
                    + nodes.stream()
                            .filter(node -> !done.contains(node))
                            .limit(5)
                            .map(NodeOrder::describe)
                            .toList());
        }
    }

    private static String describe(NodeProto node) {
        return node.getOpType() + " node '" + node.getName() + "' (outputs " + node.getOutputList() + ")";
    }
}
