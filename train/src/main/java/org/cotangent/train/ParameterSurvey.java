package org.cotangent.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.TensorType;

/** Looks at how a graph uses its initializers, and says which of them training can change. */
final class ParameterSurvey {
    /** What exporters call the metadata entries that tell where in the program a node comes from. */
    private static final List<String> SCOPES = List.of("pkg.torch.onnx.name_scopes", "namespace");

    private final Map<Value, List<Node>> consumers = new HashMap<>();

    private ParameterSurvey(Graph graph) {
        for (Node node : graph.nodes()) {
            for (Value input : node.inputs()) {
                if (input != null) {
                    consumers.computeIfAbsent(input, v -> new ArrayList<>()).add(node);
                }
            }
        }
    }

    static List<ParameterInfo> of(Graph graph) {
        ParameterSurvey survey = new ParameterSurvey(graph);
        return graph.initializers().keySet().stream().map(survey::describe).toList();
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
        return new ParameterInfo(
                value.name(),
                value.tensorType(),
                List.copyOf(names),
                obstacle.isEmpty(),
                obstacle.isEmpty() ? "used by " + users.getFirst().describe() : obstacle);
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

    private static String obstacle(Value value, List<Node> users) {
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
        boolean fixed = users.stream().allMatch(user -> role(user, value) == Role.FIXED);
        return fixed ? users.getFirst().describe() + " takes it as a fixed input" : "";
    }

    private static Role role(Node user, Value value) {
        for (int i = 0; i < user.inputs().size(); i++) {
            if (user.inputs().get(i) == value) {
                Role role = user.operator().signature().input(i).role();
                if (role != Role.FIXED) {
                    return role;
                }
            }
        }
        return Role.FIXED;
    }
}
