package org.cotangent.cli.finetune;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** The linear layer that gives the scores of a classifier, whose place a new head takes. */
final class LastLinear {
    private static final Set<String> PASSED = Set.of("Softmax", "LogSoftmax", "Sigmoid", "Identity", "Dropout");
    private static final Set<String> FLATTENING = Set.of("Reshape", "Flatten", "Squeeze");

    private final Graph graph;
    private final Map<Value, Node> producers = new HashMap<>();

    private LastLinear(Graph graph) {
        this.graph = graph;
        graph.nodes().forEach(node -> node.outputs().forEach(value -> producers.put(value, node)));
    }

    /**
     * {@return what the layer takes, pictures before they are flattened; the first output if it is not [N, classes] of
     * such a layer}
     */
    static Value input(Graph graph) {
        Value output = graph.outputs().firstEntry().getValue();
        LastLinear last = new LastLinear(graph);
        Value found = rank(output) == 2 ? last.before(output) : null;
        return found == null ? output : last.unflattened(found);
    }

    private static int rank(@Nullable Value value) {
        return value != null
                        && value.type() instanceof TensorType type
                        && type.shape().isRanked()
                ? type.shape().rank()
                : -1;
    }

    private @Nullable Value before(@Nullable Value value) {
        Node node = value == null ? null : producers.get(value);
        if (node == null) {
            return null;
        }
        String type = node.operator().id().qualifiedName();
        Value first = node.inputs().getFirst();
        Value second = node.inputs().size() > 1 ? node.inputs().get(1) : null;
        if (PASSED.contains(type)) {
            return before(first);
        }
        return switch (type) {
            case "Add" -> isWeight(second) ? before(first) : isWeight(first) ? before(second) : null;
            case "MatMul" -> isWeight(second) ? first : null;
            case "Gemm" -> isWeight(second) && !node.attributes().flag("transA") ? first : null;
            default -> null;
        };
    }

    private boolean isWeight(@Nullable Value value) {
        return value != null
                && (graph.initializers().containsKey(value)
                        || isWeight(source(value, Set.of("Transpose", "Identity", "Reshape"))));
    }

    /** What the node that gives a value takes, if it is of one of these types. */
    private @Nullable Value source(Value value, Set<String> types) {
        Node node = producers.get(value);
        return node != null && types.contains(node.operator().id().qualifiedName())
                ? node.inputs().getFirst()
                : null;
    }

    private Value unflattened(Value value) {
        Value picture = source(value, FLATTENING);
        return picture != null && rank(picture) == 4 && picture.shape().dim(1).isKnown() ? picture : value;
    }
}
