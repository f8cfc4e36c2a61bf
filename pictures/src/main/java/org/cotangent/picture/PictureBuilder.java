package org.cotangent.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.cotangent.picture.Item.Box;
import org.cotangent.picture.Item.Group;
import org.cotangent.picture.Item.Kind;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;

/** Makes the picture of one graph. */
final class PictureBuilder {
    /** Constants of so many elements are written on the nodes. */
    private static final int FEW = 8;

    private final List<Wire> wires = new ArrayList<>();
    private int ids;
    private int signals;

    Picture build(Graph graph, String title, Predicate<Value> derived) {
        Draft root = Draft.fixed(ids++, title, "", Family.NONE, null);
        new Body(graph, root, derived).draw();
        Group whole = root.build(() -> ids++);
        return new Picture(title, new Parts(wires, () -> ids++).of(whole), wires);
    }

    /** Who gives a value, and how it is shown. */
    private record Source(int item, int signal, String name, String type, boolean derived) {}

    /** One graph: the model's, or one in an attribute. */
    private final class Body {
        private final Graph graph;
        private final Draft root;
        private final Predicate<Value> derived;
        private final Map<Value, Source> sources = new HashMap<>();
        private final Map<Value, List<String>> scopes = new HashMap<>();
        private final Map<Value, List<String>> readers = new LinkedHashMap<>();

        Body(Graph graph, Draft root, Predicate<Value> derived) {
            this.graph = graph;
            this.root = root;
            this.derived = derived;
        }

        void draw() {
            graph.inputs().forEach(this::input);
            Map<Value, Tensor> written = written();
            NodeFacts facts = new NodeFacts(written);
            graph.initializers().forEach((value, tensor) -> {
                if (!written.containsKey(value)) {
                    source(value, ids++, "", false);
                }
            });
            graph.nodes().forEach(node -> node(node, facts));
            graph.initializers().forEach((value, tensor) -> {
                if (!written.containsKey(value)) {
                    initializer(value, tensor);
                }
            });
            graph.outputs().forEach(this::output);
            graph.updates().forEach((parameter, value) -> output(parameter.name() + " (updated)", value));
        }

        private Map<Value, Tensor> written() {
            Set<Value> shown = new HashSet<>(graph.outputs().values());
            shown.addAll(graph.parameters());
            Map<Value, Tensor> written = new HashMap<>();
            graph.initializers().forEach((value, tensor) -> {
                if (tensor.elements() <= FEW && tensor.rank() < 2 && !shown.contains(value)) {
                    written.put(value, tensor);
                }
            });
            return written;
        }

        private void input(String name, Value value) {
            boolean seed = derived.test(value);
            Source source = source(value, ids++, Texts.type(value.type()), seed);
            root.add(new Box(source.item(), Kind.INPUT, name, "", Family.NONE, seed, valueFacts("input", name, value)));
        }

        private void output(String name, Value value) {
            int id = ids++;
            Source source = sources.get(value);
            boolean gradient = source != null && source.derived();
            root.add(new Box(id, Kind.OUTPUT, name, "", Family.NONE, gradient, valueFacts("output", name, value)));
            wire(value, id);
        }

        private Facts valueFacts(String kind, String name, Value value) {
            return new Facts(
                    name, kind, List.of(), List.of(), List.of(new Facts.Row("type", Texts.type(value.type()))), null);
        }

        private void initializer(Value value, Tensor tensor) {
            boolean parameter = graph.parameters().contains(value);
            Facts facts = new Facts(
                    value.name(),
                    parameter ? "initializer, a parameter" : "initializer",
                    List.of(),
                    List.of(),
                    List.of(new Facts.Row("type", Texts.type(value.type()))),
                    tensor);
            List<String> scope = readers.getOrDefault(value, List.of());
            root.scope(scope)
                    .add(new Box(
                            Objects.requireNonNull(sources.get(value)).item(),
                            Kind.INITIALIZER,
                            value.name(),
                            Texts.shape(tensor.shape()),
                            Family.NONE,
                            false,
                            facts));
        }

        private void node(Node node, NodeFacts facts) {
            boolean gradient = node.outputs().stream().anyMatch(derived);
            List<String> scope = gradient ? mirrored(node) : Scopes.of(node);
            Draft place = root.scope(scope);
            int id = ids++;
            String type = node.operator().id().type();
            Family family = Family.of(node.operator());
            if (node.attributes().hasGraphs()) {
                Draft call = Draft.fixed(id, type, node.name(), family, facts.of(node));
                place.add(call);
                node.attributes().graphs().forEach((name, attribute) -> {
                    Draft body = Draft.fixed(ids++, name, node.name() + "/" + name, Family.NONE, null);
                    call.add(body);
                    new Body(attribute.body(), body, inner -> gradient).draw();
                });
            } else {
                place.add(new Box(id, Kind.OPERATOR, type, facts.detail(node), family, gradient, facts.of(node)));
            }
            for (Value input : new LinkedHashSet<>(node.inputs())) {
                if (input != null) {
                    wire(input, id);
                    readers.merge(input, scope, PictureBuilder::common);
                }
            }
            for (Value output : node.outputs()) {
                source(output, id, Texts.type(output.type()), gradient);
                scopes.put(output, scope);
            }
        }

        /** The scope of a derivative: that of what it reads, marked. */
        private List<String> mirrored(Node node) {
            List<String> found = List.of();
            for (Value input : node.inputs()) {
                List<String> scope = scopes.getOrDefault(input, List.of());
                if (scope.size() > found.size()) {
                    found = scope;
                }
            }
            if (found.isEmpty() || found.getFirst().startsWith("∂ ")) {
                return found;
            }
            List<String> marked = new ArrayList<>(found);
            marked.set(0, "∂ " + found.getFirst());
            return marked;
        }

        private Source source(Value value, int item, String type, boolean gradient) {
            Source source = new Source(item, signals++, value.name(), type, gradient);
            sources.put(value, source);
            return source;
        }

        private void wire(Value value, int to) {
            Source source = sources.get(value);
            if (source != null) {
                wires.add(new Wire(source.item(), to, source.signal(), source.name(), source.type(), source.derived()));
            }
        }
    }

    private static List<String> common(List<String> one, List<String> other) {
        int same = 0;
        while (same < one.size() && same < other.size() && one.get(same).equals(other.get(same))) {
            same++;
        }
        return one.subList(0, same);
    }
}
