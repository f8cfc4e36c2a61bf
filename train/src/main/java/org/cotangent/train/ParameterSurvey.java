package org.cotangent.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Looks at how a graph uses its initializers, and says which of them training can change, and which it does. */
final class ParameterSurvey {
    /** What exporters call the metadata entries that tell where in the program a node comes from. */
    private static final List<String> SCOPES = List.of("pkg.torch.onnx.name_scopes", "namespace");

    private final Map<Value, List<Node>> consumers = new HashMap<>();
    /** By the outputs of Identity nodes, the initializers that they copy. */
    private final Map<Value, Value> sources = new HashMap<>();

    private final Set<String> weights;
    private final Map<String, String> frozen;

    private ParameterSurvey(Graph graph, Set<String> weights, Map<String, String> frozen) {
        this.weights = weights;
        this.frozen = frozen;
        for (Node node : graph.nodes()) {
            Value copied = is(node, "Identity") ? source(node, 0) : null;
            if (copied != null && graph.initializers().containsKey(copied)) {
                sources.put(node.outputs().getFirst(), copied);
                continue;
            }
            for (int i = 0; i < node.inputs().size(); i++) {
                Value source = source(node, i);
                if (source != null) {
                    consumers.computeIfAbsent(source, v -> new ArrayList<>()).add(node);
                }
            }
        }
    }

    /** What a node takes, where mere copies of initializers count as these. */
    private @Nullable Value source(Node node, int i) {
        Value input = i < node.inputs().size() ? node.inputs().get(i) : null;
        return input == null ? null : sources.getOrDefault(input, input);
    }

    /**
     * {@return what training sees of a graph}
     *
     * @param weights the initializers that are not constants of the graph's own
     * @param frozen by the names of initializers, what keeps training from changing them
     */
    static ParameterTable of(Graph graph, Set<String> weights, Map<String, String> frozen) {
        ParameterSurvey survey = new ParameterSurvey(graph, weights, frozen);
        return new ParameterTable(
                graph.initializers().keySet().stream().map(survey::describe).toList());
    }

    private ParameterInfo describe(Value value) {
        List<Node> users = consumers.getOrDefault(value, List.of());
        Set<String> names = new LinkedHashSet<>();
        names.add(value.name());
        for (Node user : users) {
            names.add(user.name());
            SCOPES.forEach(scope -> names.addAll(scopes(user.metadata().getOrDefault(scope, ""))));
        }
        names.remove("");
        String obstacle = obstacle(value, users);
        boolean trainable = obstacle.isEmpty();
        String lock = frozen.get(value.name());
        String why = trainable ? (lock == null ? "" : lock + "; ") + use(value, users) : obstacle;
        return new ParameterInfo(
                value.name(), value.tensorType(), List.copyOf(names), trainable, trainable && lock != null, why);
    }

    private static boolean is(Node node, String type) {
        return node.operator().id().qualifiedName().equals(type);
    }

    /** Exporters write scopes as a list in brackets or as a path. */
    private static List<String> scopes(String text) {
        List<String> scopes = new ArrayList<>();
        for (String part : text.replaceAll("[\\[\\]'\"]", "").split(",")) {
            if (!part.isBlank()) {
                scopes.add(part.strip());
            }
        }
        return scopes;
    }

    private static String use(Value value, List<Node> users) {
        Node first = users.getFirst();
        StringBuilder text = new StringBuilder("used by " + first.describe());
        if (users.size() > 1) {
            text.append("; one parameter, shared by ").append(users.size()).append(" nodes");
        }
        if (ParameterInfo.isAnonymous(value.name()) && is(first, "MatMul")) {
            text.append("; named, and perhaps transposed, by the exporter");
        }
        return text.toString();
    }

    private String obstacle(Value value, List<Node> users) {
        TensorType type = value.tensorType();
        if (!type.dtype().isFloating()) {
            return "its elements are " + type.dtype();
        }
        if (users.isEmpty()) {
            return "no node uses it";
        }
        if (type.shape().elements().size() <= 1) {
            return "it is a single number";
        }
        Node first = users.getFirst();
        if (users.stream().allMatch(user -> isStatistic(user, value))) {
            return "running statistics of " + first.describe();
        }
        if (users.stream().allMatch(user -> role(user, value) == Role.FIXED)) {
            return first.describe() + " takes it as a fixed input";
        }
        boolean constant = !weights.contains(value.name());
        if (constant && users.stream().noneMatch(user -> role(user, value) == Role.PARAMETER)) {
            return "a constant that the exporter folded, for " + first.describe();
        }
        return "";
    }

    private boolean isStatistic(Node user, Value value) {
        return is(user, "BatchNormalization") && (value.equals(source(user, 3)) || value.equals(source(user, 4)));
    }

    private Role role(Node user, Value value) {
        return IntStream.range(0, user.inputs().size())
                .filter(i -> value.equals(source(user, i)))
                .mapToObj(i -> user.operator().signature().input(i).role())
                .filter(role -> role != Role.FIXED)
                .findFirst()
                .orElse(Role.FIXED);
    }
}
