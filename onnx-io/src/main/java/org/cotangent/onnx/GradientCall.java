package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.ReverseMode;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * A node Gradient of {@code ai.onnx.preview.training}, replaced by the nodes that compute it.
 *
 * <p>It names values of the graph around it: {@code y} as a function of {@code xs} and {@code zs} is differentiated
 * with respect to {@code xs}, at the values that the inputs of the node have. Where these are the named values
 * themselves, what the graph computes on the way is used; otherwise that part of the graph is written once more.
 */
final class GradientCall {
    private static final NodeNames NO_NAMES = new NodeNames("", List.of(), Map.of());

    private final Scope scope;
    private final GraphBuilder builder;
    private final Attributes attributes;
    private final List<@Nullable Value> inputs;
    private final IdentityHashMap<Value, Value> images = new IdentityHashMap<>();
    private final List<Node> between = new ArrayList<>();

    GradientCall(Scope scope, Attributes attributes, List<@Nullable Value> inputs) {
        this.scope = scope;
        this.builder = scope.builder();
        this.attributes = attributes;
        this.inputs = inputs;
    }

    static boolean isOne(NodeProto node) {
        return node.getOpType().equals("Gradient") && node.getDomain().equals("ai.onnx.preview.training");
    }

    /** The values of the graph around it that the node names. */
    static List<String> names(NodeProto node) {
        return node.getAttributeList().stream()
                .flatMap(attribute -> attribute.getType() == AttributeProto.AttributeType.STRING
                        ? Stream.of(attribute.getS())
                        : attribute.getStringsList().stream())
                .map(ByteString::toStringUtf8)
                .toList();
    }

    /** The gradients, under the names that the outputs of the node have. */
    List<Value> emit(NodeNames names, int outputs) {
        ReverseMode reverse = builder.operators().reverseMode();
        if (reverse == null) {
            throw new UnsupportedException(
                    "nobody is here to differentiate: read the model with the engine's operators");
        }
        List<String> xs = attributes.texts("xs");
        List<String> independent = new ArrayList<>(xs);
        if (attributes.has("zs")) {
            independent.addAll(attributes.texts("zs"));
        }
        if (inputs.size() != independent.size() || outputs > xs.size()) {
            throw new GraphException("has " + inputs.size() + " inputs and " + outputs + " outputs, but names "
                    + independent.size() + " values, " + xs.size() + " of them in xs");
        }
        List<Value> points = new ArrayList<>();
        for (int i = 0; i < independent.size(); i++) {
            Value point = inputs.get(i);
            if (point == null) {
                throw new GraphException("has no value for '" + independent.get(i) + "'");
            }
            Value name = named(independent.get(i));
            // a point of its own is told apart from other uses of the same value
            images.put(name, point.equals(name) ? point : identity(point, NO_NAMES));
            points.add(images.getOrDefault(name, point));
        }
        Value named = named(attributes.text("y"));
        nodesBefore(named).forEach(this::repeat);
        Value y = images.getOrDefault(named, named);
        List<Value> gradients = reverse.gradients(builder, between, y, points.subList(0, xs.size()));
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            List<String> own =
                    i < names.outputs().size() ? List.of(names.outputs().get(i)) : List.of();
            results.add(identity(gradients.get(i), new NodeNames("", own, names.metadata())));
        }
        return results;
    }

    private Value named(String name) {
        Value value = scope.find(name);
        if (value == null) {
            throw new GraphException("names '" + name + "', which nothing gives");
        }
        return value;
    }

    private Value identity(Value value, NodeNames names) {
        return builder.emit(builder.operators().get("", "Identity"), Attributes.none(), List.of(value), names, 1)
                .getFirst();
    }

    /** The nodes through which a value depends on the independent ones or on none, each after those it uses. */
    private List<Node> nodesBefore(Value y) {
        Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Node> order = new ArrayList<>();
        Deque<Value> open = new ArrayDeque<>(List.of(y));
        while (!open.isEmpty()) {
            Node node = images.containsKey(open.peek()) ? null : builder.producer(open.element());
            if (node == null || done.contains(node)) {
                open.pop();
                continue;
            }
            List<Value> before = node.inputs().stream()
                    .filter(Objects::nonNull)
                    .filter(input -> !images.containsKey(input))
                    .filter(input -> builder.producer(input) != null && !done.contains(builder.producer(input)))
                    .toList();
            if (before.isEmpty()) {
                done.add(node);
                order.add(node);
                open.pop();
            } else {
                before.forEach(open::push);
            }
        }
        return order;
    }

    /** Takes a node as it is, or writes it once more if what it uses has changed. */
    private void repeat(Node node) {
        List<@Nullable Value> arguments = new ArrayList<>();
        boolean same = true;
        for (Value input : node.inputs()) {
            Value image = input == null ? null : images.getOrDefault(input, input);
            arguments.add(image);
            same &= Objects.equals(image, input);
        }
        if (same) {
            between.add(node);
            return;
        }
        List<Value> outputs = builder.emit(
                node.operator(), node.attributes(), arguments, node.outputs().size());
        for (int i = 0; i < outputs.size(); i++) {
            images.putIfAbsent(node.outputs().get(i), outputs.get(i));
        }
        between.add(Objects.requireNonNull(builder.producer(outputs.getFirst())));
    }
}
