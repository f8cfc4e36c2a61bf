package org.cotangent.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/** What a graph shows of things that its exporter did and that matter when it is trained. */
final class ExportTraces {
    private static final Pattern NORMALISATION =
            Pattern.compile("(?i)(^|.*[^a-z])(bn\\d*|batch_?norm(alization)?(1d|2d|3d)?)([^a-z].*|$)");
    private static final Pattern DROPOUT = Pattern.compile("(?i).*dropout.*");

    private final Graph graph;
    private final List<String> warnings = new ArrayList<>();

    private ExportTraces(Graph graph) {
        this.graph = graph;
    }

    /** {@return what whoever trains the graph should know} */
    static List<String> of(Graph graph) {
        ExportTraces traces = new ExportTraces(graph);
        traces.batchNormalization();
        traces.dropout();
        traces.quantization();
        return traces.warnings;
    }

    private boolean has(String type) {
        return nodes(type).findAny().isPresent();
    }

    private Stream<Node> nodes(String type) {
        return graph.nodes().stream()
                .filter(node -> node.operator().id().qualifiedName().equals(type));
    }

    private boolean named(Pattern pattern) {
        Stream<String> values = graph.initializers().keySet().stream().map(Value::name);
        Stream<String> nodes = graph.nodes().stream()
                .flatMap(node -> Stream.concat(Stream.of(node.name()), node.metadata().values().stream()));
        return Stream.concat(values, nodes)
                .anyMatch(name -> pattern.matcher(name).matches());
    }

    private void batchNormalization() {
        long inTraining = nodes("BatchNormalization")
                .filter(node -> node.attributes().flag("training_mode"))
                .count();
        if (inTraining > 0) {
            warnings.add(inTraining + " BatchNormalization nodes are in training form, also when the model is used;"
                    + " withBatchNormalization(..) gives the model a form for inference");
        }
        List<Node> biased = nodes("Conv")
                .filter(node -> node.inputs().size() > 2 && node.inputs().get(2) != null)
                .toList();
        if (biased.isEmpty() || has("BatchNormalization")) {
            return;
        }
        Predicate<Node> madeUp =
                node -> isMadeUp(node.inputs().get(1)) && isMadeUp(node.inputs().get(2));
        boolean folded = named(NORMALISATION) || biased.stream().anyMatch(madeUp);
        if (folded) {
            warnings.add("the exporter seems to have folded batch normalisation into " + biased.size()
                    + " Conv nodes: there are no running statistics to update, and weights and biases are scaled by"
                    + " them; a small learning rate helps, or an export in training mode keeps the nodes");
        }
    }

    private boolean isMadeUp(@Nullable Value value) {
        return value != null && graph.initializers().containsKey(value) && ParameterInfo.isAnonymous(value.name());
    }

    private void dropout() {
        if (has("Dropout")) {
            long idle = nodes("Dropout")
                    .filter(node ->
                            node.inputs().stream().filter(Objects::nonNull).count() < 3)
                    .count();
            if (idle > 0) {
                warnings.add(idle + " Dropout nodes do nothing, as exported for inference; withDropout(ratio, names)"
                        + " lets them work in training");
            }
        } else if (named(DROPOUT)) {
            warnings.add("the exporter removed Dropout, of which names are left; withDropout(ratio, names) puts it"
                    + " behind nodes for training alone");
        }
    }

    private void quantization() {
        if (has("QuantizeLinear")) {
            warnings.add("the derivative of QuantizeLinear is zero; withStraightThrough() lets gradients pass");
        }
    }
}
