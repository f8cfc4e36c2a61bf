package org.cotangent.train.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.AxisOrder;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a graph's linear maps: what MatMul, Gemm and Conv take as their second input, directly or through
 * Identity and Transpose.
 */
public final class WeightUses {
    /**
     * A node that multiplies by a weight.
     *
     * @param outputsFirst whether the first axis of the weight is that of the outputs
     */
    public record Use(Node node, Value weight, boolean outputsFirst) {}

    private record Source(Value weight, boolean transposed) {}

    private final Map<Value, Source> sources = new HashMap<>();
    private final SequencedMap<Value, List<Use>> uses = new LinkedHashMap<>();
    private final IdentityHashMap<Node, Use> byNode = new IdentityHashMap<>();
    private final Set<Value> elsewhere = new HashSet<>();

    public WeightUses(Graph graph) {
        graph.initializers().keySet().forEach(value -> sources.put(value, new Source(value, false)));
        graph.nodes().forEach(this::visit);
        graph.outputs().values().forEach(this::useElsewhere);
    }

    private void visit(Node node) {
        Source passed = passed(node);
        if (passed != null) {
            sources.put(node.outputs().getFirst(), passed);
            return;
        }
        for (int i = 0; i < node.inputs().size(); i++) {
            Value input = node.inputs().get(i);
            Use use = i == 1 && input != null ? use(node, sources.get(input)) : null;
            if (use != null) {
                uses.computeIfAbsent(use.weight(), w -> new ArrayList<>()).add(use);
                byNode.put(node, use);
            } else if (input != null) {
                useElsewhere(input);
            }
        }
    }

    private void useElsewhere(Value value) {
        Source source = sources.get(value);
        if (source != null) {
            elsewhere.add(source.weight());
        }
    }

    private @Nullable Source passed(Node node) {
        Value input = node.inputs().isEmpty() ? null : node.inputs().getFirst();
        Source source = input == null ? null : sources.get(input);
        if (source == null) {
            return null;
        }
        return switch (type(node)) {
            case "Identity" -> source;
            case "Transpose" ->
                source.weight().shape().rank() == 2
                                && !AxisOrder.ofTranspose(node.attributes().integersOrNull("perm"), 2)
                                        .isNatural()
                        ? new Source(source.weight(), !source.transposed())
                        : null;
            default -> null;
        };
    }

    private static @Nullable Use use(Node node, @Nullable Source source) {
        if (source == null || !source.weight().dtype().isFloating()) {
            return null;
        }
        int rank = source.weight().shape().rank();
        return switch (type(node)) {
            case "MatMul" -> rank == 2 ? new Use(node, source.weight(), source.transposed()) : null;
            case "Gemm" ->
                new Use(
                        node,
                        source.weight(),
                        source.transposed() != node.attributes().flag("transB"));
            case "Conv" ->
                node.attributes().integer("group") == 1 && !source.transposed()
                        ? new Use(node, source.weight(), true)
                        : null;
            default -> null;
        };
    }

    static String type(Node node) {
        return node.operator().id().qualifiedName();
    }

    /** {@return how a node uses a weight, or null if it does not} */
    @Nullable
    Use of(Node node) {
        return byNode.get(node);
    }

    /**
     * {@return the weights that these maps alone use, all with the same axis for their outputs, with one of their uses}
     */
    public SequencedMap<String, Use> adaptable() {
        SequencedMap<String, Use> adaptable = new LinkedHashMap<>();
        uses.forEach((weight, list) -> {
            boolean agree = list.stream().map(Use::outputsFirst).distinct().count() == 1;
            if (agree && !elsewhere.contains(weight)) {
                adaptable.put(weight.name(), list.getFirst());
            }
        });
        return adaptable;
    }
}
