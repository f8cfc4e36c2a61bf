package org.cotangent.picture;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.picture.Item.Group;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;

/**
 * What is drawn of a graph: a box for each node, input, output and large initializer, grouped by the scopes from which
 * the exporter took them, and a wire for each use of a value. Constants of a few elements are written on the nodes that
 * read them.
 */
public record Picture(String title, Group root, List<Wire> wires) {
    /** So many items may be seen at first. */
    private static final int AT_FIRST = 45;

    public Picture {
        wires = List.copyOf(wires);
    }

    /** {@return the picture of a graph} */
    public static Picture of(Graph graph, String title) {
        return new PictureBuilder().build(graph, title, value -> false);
    }

    /**
     * {@return the picture of a graph that holds another one and a derivative of it}
     *
     * @param forward the other one; what the graph has besides belongs to the derivative, and stands in groups of its
     *     own
     */
    public static Picture of(Graph graph, String title, Graph forward) {
        Set<Value> known = new HashSet<>(forward.inputs().values());
        forward.nodes().forEach(node -> known.addAll(node.outputs()));
        return new PictureBuilder().build(graph, title, value -> !known.contains(value));
    }

    /** {@return the numbers of all groups} */
    public Set<Integer> everyGroup() {
        return root.groups().map(Group::id).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * {@return the numbers of the groups that are open at first: all down to a depth at which one still sees it all}
     */
    public Set<Integer> openAtFirst() {
        Set<Integer> open = new HashSet<>(Set.of(root.id()));
        List<Group> next = inner(List.of(root));
        int seen = root.members().size();
        while (!next.isEmpty()) {
            seen += next.stream().mapToInt(group -> group.members().size()).sum();
            if (seen > AT_FIRST) {
                break;
            }
            next.forEach(group -> open.add(group.id()));
            next = inner(next);
        }
        return open;
    }

    private static List<Group> inner(List<Group> groups) {
        return groups.stream()
                .flatMap(group -> group.members().stream())
                .filter(Group.class::isInstance)
                .map(Group.class::cast)
                .toList();
    }
}
