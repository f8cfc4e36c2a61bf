package org.cotangent.train.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;

/**
 * Turns BatchNormalization to one of its two forms: by the statistics of the batch, with running statistics as updates
 * of the graph, or by the running statistics.
 */
public final class BatchStatistics implements GraphCopy.Edit {
    private static final String MODE = "training_mode";

    private final Graph graph;
    private final boolean updating;
    private final Set<Value> used = new HashSet<>();
    private final Set<Value> updated = new HashSet<>();

    /** @param updating whether statistics are those of the batch */
    public BatchStatistics(Graph graph, boolean updating) {
        this.graph = graph;
        this.updating = updating;
        graph.nodes()
                .forEach(node -> node.inputs().stream().filter(Objects::nonNull).forEach(used::add));
        used.addAll(graph.outputs().values());
    }

    @Override
    public boolean apply(Node node, GraphCopy copy) {
        if (!is(node)) {
            return false;
        }
        return updating ? train(node, copy) : infer(node, copy);
    }

    /** {@return whether a node is a BatchNormalization} */
    public static boolean is(Node node) {
        return node.operator().id().qualifiedName().equals("BatchNormalization");
    }

    private boolean train(Node node, GraphCopy copy) {
        Value mean = Objects.requireNonNull(node.inputs().get(3));
        Value variance = Objects.requireNonNull(node.inputs().get(4));
        boolean own = List.of(mean, variance).stream().allMatch(graph.initializers()::containsKey);
        if (!own || !updated.add(mean) || !updated.add(variance)) {
            throw new UnsupportedException(node.describe() + " cannot update its running statistics '" + mean.name()
                    + "' and '" + variance.name() + "': they are " + (own ? "shared with another node" : "computed")
                    + "; keep batch normalisation frozen");
        }
        List<Value> outputs = emit(node, copy, node.attributes().with(MODE, 1), 3);
        copy.put(node.outputs().getFirst(), outputs.getFirst());
        update(copy, mean, outputs.get(1));
        update(copy, variance, outputs.get(2));
        return true;
    }

    private static void update(GraphCopy copy, Value statistic, Value value) {
        copy.builder().markParameter(copy.image(statistic));
        copy.builder().update(copy.image(statistic), value);
    }

    private boolean infer(Node node, GraphCopy copy) {
        if (!node.attributes().flag(MODE)) {
            return false;
        }
        if (node.outputs().stream().skip(1).anyMatch(used::contains)) {
            throw new UnsupportedException(
                    node.describe() + " gives running statistics that the model uses; it has no form for inference");
        }
        Value output = emit(node, copy, node.attributes().with(MODE, 0), 1).getFirst();
        copy.put(node.outputs().getFirst(), output);
        return true;
    }

    private static List<Value> emit(Node node, GraphCopy copy, Attributes attributes, int count) {
        return copy.emit(node, node.operator(), attributes, copy.inputs(node), count);
    }
}
