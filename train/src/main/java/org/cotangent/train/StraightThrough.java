package org.cotangent.train;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.internal.GraphCopy;
import org.jspecify.annotations.Nullable;

/**
 * Makes graphs trainable through quantisation: QuantizeLinear followed by DequantizeLinear, with the same scale and
 * zero point, becomes FakeQuantize, whose derivative passes rounding over.
 *
 * <p>The graph computes the same, and a file of it holds the two operators again.
 */
final class StraightThrough implements GraphCopy.Edit {
    /** By the DequantizeLinear of a pair, its QuantizeLinear. */
    private final IdentityHashMap<Node, Node> pairs = new IdentityHashMap<>();

    /** What others than the second halves of pairs use. */
    private final Set<Value> needed;

    private StraightThrough(Graph graph) {
        this.needed = findPairs(graph);
    }

    /** {@return the graph with all such pairs replaced} */
    static Graph of(Graph graph, OperatorLookup operators) {
        return GraphCopy.of(graph, operators, List.of(new StraightThrough(graph)));
    }

    @Override
    public boolean apply(Node node, GraphCopy copy) {
        Node quantizer = pairs.get(node);
        if (quantizer != null) {
            copy.replace(
                    node,
                    copy.builder().operators().get(OperatorId.COTANGENT, "FakeQuantize"),
                    quantizer.attributes().without("precision"),
                    copy.inputs(quantizer));
            return true;
        }
        return pairs.containsValue(node) && !needed.contains(node.outputs().getFirst());
    }

    /** Finds the pairs; returns what others than their second halves use. */
    private Set<Value> findPairs(Graph graph) {
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
        return Objects.equals(one.get(1), other.get(1))
                && Objects.equals(zeroPoint(one), zeroPoint(other))
                && Objects.equals(type(one.getFirst()), type(one.get(1)))
                && Objects.equals(
                        type(one.getFirst()), type(dequantizer.outputs().getFirst()))
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
}
