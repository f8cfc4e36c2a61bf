package org.cotangent.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Makes graphs trainable through quantisation: QuantizeLinear followed by DequantizeLinear, with the same scale and
 * zero point, becomes FakeQuantize, whose derivative passes rounding over.
 *
 * <p>The graph computes the same, and a file of it holds the two operators again.
 */
final class StraightThrough {
    private final Graph graph;
    private final GraphBuilder builder;
    /** By the DequantizeLinear of a pair, its QuantizeLinear. */
    private final IdentityHashMap<Node, Node> pairs = new IdentityHashMap<>();

    private final Map<Value, Value> images = new HashMap<>();

    private StraightThrough(Graph graph, OperatorLookup operators) {
        this.graph = graph;
        this.builder = new GraphBuilder(graph.name(), operators);
    }

    /** {@return the graph with all such pairs replaced} */
    static Graph of(Graph graph, OperatorLookup operators) {
        return new StraightThrough(graph, operators).rewritten();
    }

    private Graph rewritten() {
        Set<Value> needed = findPairs();
        graph.inputs().forEach((name, value) -> images.put(value, builder.input(name, value.type())));
        graph.initializers().forEach((value, tensor) -> {
            Value image = builder.initializer(value.name(), tensor);
            images.put(value, image);
            if (graph.parameters().contains(value)) {
                builder.markParameter(image);
            }
        });
        Operator fake = builder.operators().get(OperatorId.COTANGENT, "FakeQuantize");
        for (Node node : graph.nodes()) {
            Node quantizer = pairs.get(node);
            if (quantizer != null) {
                emit(node, fake, attributes(quantizer), quantizer.inputs());
            } else if (!pairs.containsValue(node)
                    || needed.contains(node.outputs().getFirst())) {
                emit(node, node.operator(), node.attributes(), node.inputs());
            }
        }
        graph.outputs().forEach((name, value) -> builder.output(name, image(value)));
        graph.updates().forEach((parameter, value) -> builder.update(image(parameter), image(value)));
        return builder.build();
    }

    /** Finds the pairs; returns what others than their second halves use. */
    private Set<Value> findPairs() {
        Map<Value, Node> quantizers = new HashMap<>();
        Set<Value> needed = new HashSet<>();
        needed.addAll(graph.outputs().values());
        for (Node node : graph.nodes()) {
            Node quantizer =
                    is(node, "DequantizeLinear") ? quantizers.get(node.inputs().getFirst()) : null;
            if (quantizer != null && fit(quantizer, node)) {
                pairs.put(node, quantizer);
            } else {
                node.inputs().stream().filter(Objects::nonNull).forEach(needed::add);
            }
            if (is(node, "QuantizeLinear")) {
                quantizers.put(node.outputs().getFirst(), node);
            }
        }
        return needed;
    }

    private static boolean is(Node node, String type) {
        return node.operator().id().qualifiedName().equals(type);
    }

    /** FakeQuantize has one scale and one zero point, and one type for x, scale and result. */
    private static boolean fit(Node quantizer, Node dequantizer) {
        List<@Nullable Value> one = quantizer.inputs();
        List<@Nullable Value> other = dequantizer.inputs();
        Attributes q = quantizer.attributes();
        Attributes d = dequantizer.attributes();
        return one.get(1) == other.get(1)
                && zeroPoint(one) == zeroPoint(other)
                && type(one.getFirst()) == type(one.get(1))
                && type(one.getFirst()) == type(dequantizer.outputs().getFirst())
                && q.integer("axis") == d.integer("axis")
                && q.integer("block_size") == d.integer("block_size")
                && q.integer("precision") == 0;
    }

    private static @Nullable Value zeroPoint(List<@Nullable Value> inputs) {
        return inputs.size() > 2 ? inputs.get(2) : null;
    }

    private static @Nullable Object type(@Nullable Value value) {
        return value != null && value.type() instanceof TensorType tensor ? tensor.dtype() : null;
    }

    private static Attributes attributes(Node quantizer) {
        return quantizer.attributes().without("precision");
    }

    private Value image(Value value) {
        return Objects.requireNonNull(images.get(value));
    }

    /** Emits a call of which the outputs are called as those of a node. */
    private void emit(Node node, Operator operator, Attributes attributes, List<@Nullable Value> inputs) {
        List<@Nullable Value> arguments = new ArrayList<>();
        inputs.forEach(input -> arguments.add(input == null ? null : image(input)));
        List<String> names = node.outputs().stream().map(Value::name).toList();
        List<Value> outputs = builder.emit(
                operator, attributes, arguments, new NodeNames(node.name(), names, node.metadata()), names.size());
        for (int i = 0; i < names.size(); i++) {
            images.put(node.outputs().get(i), outputs.get(i));
        }
    }
}
